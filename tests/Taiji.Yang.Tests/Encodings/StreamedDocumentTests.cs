using System.Buffers;
using System.Text;
using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>Documents that come in pieces.</summary>
public sealed class StreamedDocumentTests
{
    private static readonly YangSchema Schema = Documents.Compile("""
        module s {
          yang-version 1.1; namespace "urn:s"; prefix s;
          container c {
            leaf text { type string; } leaf number { type int32; } leaf none { type empty; }
            anydata any;
            list l { key k; leaf k { type string; } }
          }
        }
        """);

    private const string Json =
        """{"s:c":{"text":"q\"\u00e9\ud83d\ude00é","number":-12 ,"none":[ null ],"any":{"x:y":[1.5e3,"\n",true]},"l":[{"k":"a"},{"k":"b"}],"@text":{}}}""";

    [Fact]
    public void A_JSON_document_reads_the_same_wherever_the_window_ends()
    {
        var expected = Schema.ReadJson(Json).ToJson();
        var text = Encoding.UTF8.GetBytes(Json);
        for (var cut = 0; cut <= text.Length; cut++)
        {
            byte[] padded = [.. Enumerable.Repeat((byte)' ', JsonTokens.WindowSize - cut), .. text];
            new JsonDataReader(Schema).ReadStream(new MemoryStream(padded)).ToJson().ShouldBe(expected);
        }
    }

    [Fact]
    public void A_JSON_document_in_segments_reads_as_one_piece_does()
    {
        var expected = Schema.ReadJson(Json).ToJson();
        var text = Encoding.UTF8.GetBytes(Json);
        for (var cut = 1; cut < text.Length; cut++)
        {
            var first = new Segment(text.AsMemory(0, cut), null);
            var last = new Segment(text.AsMemory(cut), first);
            new JsonDataReader(Schema).ReadTree(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length)).ToJson().ShouldBe(expected);
        }
    }

    [Fact]
    public void A_string_longer_than_the_window_is_read_whole()
    {
        var text = new string('x', JsonTokens.WindowSize * 5 + 7);
        var tree = new JsonDataReader(Schema).ReadStream(Stream("{\"s:c\":{\"text\":\"" + text + "\"}}"));
        tree.At("/s:c/text").ValueText.ShouldBe(text);
    }

    [Theory]
    [InlineData("{\"s:c\":{\"text\":\"a\"")]
    [InlineData("{\"s:c\":{\"text\":\"a\"}}}")]
    [InlineData("{\"s:c\":{\"text\":\"a")]
    [InlineData("")]
    public void What_is_cut_off_or_goes_on_is_refused_from_a_stream_too(string json) =>
        Documents.Error(() => new JsonDataReader(Schema).ReadStream(Stream(json))).Tag.ShouldBe(ErrorTag.MalformedMessage);

    [Fact]
    public void The_place_of_a_fault_counts_from_the_documents_beginning()
    {
        var pad = string.Concat(Enumerable.Repeat(" \n", JsonTokens.WindowSize));
        Documents.Error(() => new JsonDataReader(Schema).ReadStream(Stream(pad + "{\"s:c\": {\"text\" 1}}"))).Message!
            .ShouldEndWith($"Line {JsonTokens.WindowSize + 1}, position 17.");
    }

    [Fact]
    public void The_first_member_is_found_without_reading_on()
    {
        using var stream = Stream("\uFEFF {\"s:c\": {}" + new string(' ', JsonTokens.WindowSize * 3));
        JsonDataReader.FirstMember(stream).ShouldBe("s:c");
        stream.Position.ShouldBeLessThanOrEqualTo(JsonTokens.WindowSize);
    }

    [Fact]
    public void Reading_JSON_takes_memory_for_the_tree_and_not_for_the_text()
    {
        var read = () => new JsonDataReader(Schema).ReadStream(new RepeatedStream("{\"s:c\":{\"text\":\"a\",\"l\":[", "                    ", 500_000, "{\"k\":\"a\"}]}}"));
        read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        read().At("/s:c/l[k='a']");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000);
    }

    [Fact]
    public void Reading_XML_takes_memory_for_the_tree_and_not_for_the_text()
    {
        var read = () => Fragment(new RepeatedStream("<c xmlns='urn:s'><text>a</text>", "<!-- note -->\n  ", 500_000, "<l><k>a</k></l></c>"));
        read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        read().At("/s:c/l[k='a']");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000);
    }

    [Fact]
    public void Top_level_elements_need_no_element_around_them()
    {
        var text = "<?xml version='1.0'?>\n<c xmlns='urn:s'><number>1</number></c><!-- and --> <c xmlns='urn:s'/>";
        Documents.Error(() => Fragment(Stream(text))).Message!.ShouldContain("'c' is there twice");
        Fragment(Stream(text[..^18])).ToXml().ShouldBe("<c xmlns=\"urn:s\"><number>1</number></c>");
        Documents.Error(() => Fragment(Stream("<c xmlns='urn:s'/> and"))).Tag.ShouldBe(ErrorTag.BadElement);
        Documents.Error(() => Fragment(Stream("<c xmlns='urn:s'>"))).Tag.ShouldBe(ErrorTag.MalformedMessage);
    }

    private static DataTree Fragment(Stream xml)
    {
        var settings = new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment, DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true };
        using var reader = XmlReader.Create(xml, settings);
        return new XmlDataReader(Schema).ReadTree(reader);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
