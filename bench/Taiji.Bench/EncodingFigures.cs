using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Bench;

/// <summary>MB/s per core of reading and writing list y with a million entries, in both encodings.</summary>
internal static class EncodingFigures
{
    private const string Module = """
        module y {
          namespace "urn:y"; prefix y;
          container x { list y { key a; leaf a { type int32; } leaf b { type string; } } }
        }
        """;

    /// <summary>Measures and prints.</summary>
    /// <param name="count">How many entries.</param>
    public static void Print(int count = 1_000_000)
    {
        var schema = SchemaCompiler.FromTexts(Module).GetSchemaOrThrow();
        var json = Json(count);
        var tree = new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(json));
        var output = new ArrayBufferWriter<byte>(json.Length * 3);
        XmlDataWriter.Write(output, tree.Root);
        byte[] xml = [.. "<data>"u8, .. output.WrittenSpan, .. "</data>"u8];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"list y, {count:N0} entries: JSON {json.Length / 1e6:F1} MB, XML {xml.Length / 1e6:F1} MB"));
        Measure("JSON out", json.Length, () => Write(output, o => JsonDataWriter.Write(o, tree.Root)));
        Measure("XML out", xml.Length, () => Write(output, o => XmlDataWriter.Write(o, tree.Root)));
        // Ceilings of this machine and minute: a copy of the text, and the platform's tokenizers that do nothing with their tokens.
        Measure("copy", json.Length, () => Write(output, o => o.Write(json)));
        Measure("JSON tokens", json.Length, () => JsonTokensOf(json));
        Measure("XML tokens", xml.Length, () => XmlTokensOf(xml));
        Measure("JSON in", json.Length, () => new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(json)));
        Measure("XML in", xml.Length, () => ReadXml(schema, xml));
    }

    private static int JsonTokensOf(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var count = 0;
        while (reader.Read()) count++;
        return count;
    }

    private static int XmlTokensOf(byte[] xml)
    {
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(xml));
        var count = 0;
        while (reader.Read()) count++;
        return count;
    }

    private static DataTree ReadXml(YangSchema schema, byte[] xml)
    {
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(xml));
        reader.MoveToContent();
        return new XmlDataReader(schema).ReadTree(reader);
    }

    private static ArrayBufferWriter<byte> Write(ArrayBufferWriter<byte> output, Action<IBufferWriter<byte>> write)
    {
        output.ResetWrittenCount();
        write(output);
        return output;
    }

    /// <summary>The median of some runs, in CPU time of this thread's process so that a busy machine matters little.</summary>
    private static void Measure(string name, int bytes, Func<object> run)
    {
        var times = new List<double>();
        // The first rounds are the runtime's: it compiles again what turns out to be hot.
        for (var i = 0; i < 16; i++)
        {
            GC.Collect();
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            GC.KeepAlive(run());
            if (i >= 7) times.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-11} {bytes / 1e6 / times[times.Count / 2],7:F0} MB/s (best {bytes / 1e6 / times[0]:F0})"));
    }

    private static byte[] Json(int count)
    {
        var text = new StringBuilder("{\"y:x\":{\"y\":[");
        for (var i = 0; i < count; i++) text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{{\"a\":{i},\"b\":\"value-{i}\"}}");
        return Encoding.UTF8.GetBytes(text.Append("]}}").ToString());
    }
}
