using System.Buffers;
using System.Text;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>Documents with random damage: whatever comes, the answer is data or errors.</summary>
public sealed class HostileDocumentTests
{
    private static ReadOnlySpan<byte> Noise => "\"{}[]<>&:/@,'= \\\u0001"u8;

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1500);

    [Fact]
    public void Any_document_survives_both_encodings()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(RandomTrees.Generator.ToArbitrary(), random =>
        {
            var tree = random.Tree;
            var json = tree.ToJson();
            EncodingSchemas.Varied.ReadJson(json).ToJson().ShouldBe(json);
            var xml = tree.ToXml();
            EncodingSchemas.Varied.ReadXml(xml).ToXml().ShouldBe(xml);
            EncodingSchemas.Varied.ReadXml(tree.ToXml(new() { Indent = true })).ToXml().ShouldBe(xml);
            return true;
        }));
    }

    [Fact]
    public void Damaged_json_is_data_or_errors()
    {
        var damaged = from tree in RandomTrees.Generator from seed in Gen.Choose(0, int.MaxValue - 1) select Damage(tree.Json, seed);
        Check.One(Many, Prop.ForAll(damaged.ToArbitrary(), bytes =>
        {
            var text = new ReadOnlySequence<byte>(bytes);
            Survives(() => new JsonDataReader(EncodingSchemas.Varied).ReadTree(text).ToXml());
            Survives(() => new JsonDataReader(EncodingSchemas.Varied).ReadResource(text, new DataPath(EncodingSchemas.Varied)));
            Survives(() => DiffDecoder.Decode(EncodingSchemas.Varied, bytes));
            return true;
        }));
    }

    [Fact]
    public void Damaged_xml_is_data_or_errors()
    {
        var damaged = from tree in RandomTrees.Generator from seed in Gen.Choose(0, int.MaxValue - 1) select Damage($"<data>{tree.Tree.ToXml()}</data>", seed);
        Check.One(Many, Prop.ForAll(damaged.ToArbitrary(), bytes =>
        {
            Survives(() => On(bytes, r => new XmlDataReader(EncodingSchemas.Varied).ReadTree(r).ToJson()));
            Survives(() => On(bytes, r => new XmlDataReader(EncodingSchemas.Varied).ReadEdits(r, EditOperation.Merge)));
            Survives(() => On(bytes, r => XmlSubtreeFilterReader.Read(r, EncodingSchemas.Varied)));
            return true;
        }));
    }

    private static object On(byte[] bytes, Func<XmlReader, object> read)
    {
        var reader = XmlDataReader.CreateXmlReader(new MemoryStream(bytes));
        try
        {
            reader.MoveToContent();
        }
        catch (XmlException)
        {
            return bytes; // before the document element the reader is the caller's
        }

        return reader.NodeType == XmlNodeType.Element ? read(reader) : bytes;
    }

    private static void Survives(Func<object> read)
    {
        try
        {
            read();
        }
        catch (RpcErrorException e)
        {
            e.Errors.ShouldNotBeEmpty();
        }
    }

    private static byte[] Damage(string text, int seed)
    {
        var random = new Random(seed);
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var n = random.Next(1, 6); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, Noise[random.Next(Noise.Length)]); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(40), bytes.Count - at))); break;
                default: bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at)); break;
            }
        }

        return [.. bytes];
    }
}
