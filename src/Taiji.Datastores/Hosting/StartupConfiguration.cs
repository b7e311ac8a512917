using System.Buffers;
using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Hosting;

/// <summary>
/// Reads a start-up file, XML or JSON by its first character: the content of a datastore, in XML below <c>config</c> or <c>data</c> (NETCONF's or any namespace's), in JSON
/// as an object, also below <c>ietf-restconf:data</c>.
/// </summary>
internal static class StartupConfiguration
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="HostStartException">It can't be read; with every error.</exception>
    public static DataTree Read(YangSchema schema, string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            return IsXml(bytes) ? ReadXml(schema, bytes) : ReadJson(schema, bytes);
        }
        catch (RpcErrorException e)
        {
            throw Failed(file, e.Errors.Select(x => x.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            throw Failed(file, [e.Message]);
        }
    }

    private static bool IsXml(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    private static DataTree ReadXml(YangSchema schema, byte[] bytes)
    {
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(bytes));
        reader.MoveToContent();
        return new XmlDataReader(schema).ReadTree(reader);
    }

    private static DataTree ReadJson(YangSchema schema, byte[] bytes)
    {
        var json = new JsonDataReader(schema);
        return bytes.AsSpan().IndexOf("\"ietf-restconf:data\""u8) >= 0
            ? json.ReadTree(new ReadOnlySequence<byte>(bytes), wrapper: "ietf-restconf:data") : json.ReadTree(new ReadOnlySequence<byte>(bytes));
    }

    private static HostStartException Failed(string file, IEnumerable<string> problems) =>
        new([.. problems.Select(p => new Diagnostic(HostingDiagnostics.Configuration, new SourceLocation(file, 1, 1), [p]))]);
}
