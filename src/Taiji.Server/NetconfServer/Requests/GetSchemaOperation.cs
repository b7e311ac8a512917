using System.Buffers;
using System.Text;
using System.Xml;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>get-schema (RFC 6022 §3.1): the text of a module or submodule, as it was read, or as YIN.</summary>
internal sealed class GetSchemaOperation(OperationContext context, string identifier, string? version, bool isYin) : INetconfOperation
{
    private const int PieceSize = 16 * 1024;

    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        string? identifier = null, version = null;
        var isYin = false;
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            if (parameters.Name == "identifier") identifier = parameters.ReadText();
            else if (parameters.Name == "version") version = parameters.ReadText();
            else if (parameters.Name == "format") isYin = IsYin(parameters);
            else throw parameters.Unknown();
        }

        return new GetSchemaOperation(context, identifier ?? throw ProtocolErrors.MissingElement("identifier", "get-schema needs an <identifier>."), version, isYin);
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var found = context.Schema.Modules.Where(m => m.Name == identifier).Select(m => (Version: m.Revision ?? "", m.Source))
            .Concat(context.Schema.Modules.SelectMany(m => m.Submodules).Where(s => s.Name == identifier).Select(s => (Version: s.Revision ?? "", s.Source)))
            .Where(s => version is null || s.Version == version)
            .DistinctBy(s => s.Version)
            .ToList();
        return found.Count switch
        {
            0 => throw ProtocolErrors.InvalidValue($"There is no schema \"{identifier}\"{(version is null ? "" : $" of version \"{version}\"")}."),
            1 => new ValueTask<NetconfReply>(NetconfReply.Data((output, cancel) => WriteAsync(output, found[0].Source, cancel), NetconfNamespaces.Monitoring)),
            _ => throw ProtocolErrors.Failed($"There are several versions of \"{identifier}\": {string.Join(", ", found.Select(f => f.Version))}.", "data-not-unique"),
        };
    }

    private async ValueTask WriteAsync(System.IO.Pipelines.PipeWriter output, ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        // YANG is text; YIN is an element of its own (RFC 6022 §3.1: the schema's content).
        var text = isYin ? SchemaTexts.ToYin(context.Schema, identifier, source) : Encoding.UTF8.GetString(source.Span).TrimStart('\uFEFF');
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(PieceSize, text.Length - at);
            if (at + length < text.Length && char.IsHighSurrogate(text[at + length - 1])) length--;
            if (isYin) output.WriteRaw(text.AsSpan(at, length));
            else output.WriteEscaped(text.AsSpan(at, length), keepLines: true);
            at += length;
            await output.FlushAsync(cancellationToken);
        }
    }

    private static bool IsYin(ParameterReader parameters)
    {
        var scope = (IXmlNamespaceResolver)parameters.Xml;
        var namespaces = scope.GetNamespacesInScope(XmlNamespaceScope.All);
        var text = parameters.ReadText();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : text[..colon];
        // An identity of ietf-netconf-monitoring; without prefix it is taken as that, whatever the default namespace.
        var isOurs = colon < 0 || (namespaces.TryGetValue(prefix, out var ns) && ns == NetconfNamespaces.Monitoring);
        if (!isOurs || text[(colon + 1)..] is not ("yang" or "yin")) throw ProtocolErrors.InvalidValue($"Schemas are not available in the format \"{text}\"; only in yang and yin.");
        return text[(colon + 1)..] == "yin";
    }
}
