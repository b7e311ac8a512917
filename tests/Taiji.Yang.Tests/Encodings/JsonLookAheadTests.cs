using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;
using Taiji.Yang.Tests.Fuzzing;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>Entries that are looked at ahead of the tokenizer: what comes of a document, errors and their places included, is what the tokenizer alone makes of it.</summary>
public sealed class JsonLookAheadTests
{
    private static readonly YangSchema Schema = Documents.Compile("""
        module e {
          yang-version 1.1; namespace "urn:e"; prefix e;
          container c {
            list l { key "k"; leaf k { type int8; } leaf text { type string; } leaf word { type string { pattern "[a-z]+"; } } leaf flag { type boolean; }
              choice way { leaf left { type uint16; } leaf right { type string; } } leaf wide { type int64; } leaf none { type empty; }
              leaf seen { config false; type string; } container in { leaf x { type string; } } leaf-list many { type string; } }
            list two { key "a b"; ordered-by user; leaf b { type string; } leaf a { type uint8; } }
            list empty { config false; }
          }
        }
        """);

    private const string Plain = """
        {"e:c":{"l":[{"k":1,"text":"one","flag":true},{"k":2,"text":"a text longer than sixteen bytes","word":"x"},
        {"k":3,"e:text":"ü€😀","left":5}, {"text":"out of order" , "k":4 },{"k":-5,"in":{"x":"y"}},{"k":6,"right":"","many":["p","q"]},{"k":7},{"k":8,"wide":"99","none":[null]},
        {"k":9},{"k":10,"text":"\u0041\""},{"k":11,"@text":{}},{"k":12,"text":"last"}],
          "two":[{"a":1,"b":"x"},{"a":1,"b":"y"},{"b":"z","a":2},{"a":3,"b":"z"}]}}
        """;

    private static readonly string[] Wrong =
    [
        """{"e:c":{"l":[{"k":1},{"k":2},{"k":2},{"k":300},{"text":"a"},{"k":3,"word":"A9"},{"k":4,"k":5},{"k":6,"left":1,"right":"b"},{"k":7,"seen":"s"},{"k":8,"nix":1},{"k":"9"}]}}""",
        """{"e:c":{"l":[{"k":1},{"k":2,"wide":9},{"k":03},{"k":4,"text":5},{"k":5,"flag":"true"}]}}""",
        "{\"e:c\":{\"l\":[{\"k\":1},{\"k\":2},\n{\"k\":3},\n {\"k\":4} {\"k\":5}]}}",
        "{\"e:c\":{\"l\":[{\"k\":1},{\"k\":2,\"text\":\"a\nb\"}]}}",
        """{"e:c":{"l":[{"k":1},{"k":2},]}}""",
        """{"e:c":{"l":[{"k":1},{"k":2,}]}}""",
        """{"e:c":{"l":[{"k":1},{"k":2},{"k":3}""",
        """{"e:c":{"l":[{"k":1},{"k":2.0},{"k":-0},{"k":--1},{"k":1e1}]}}""",
        """{"e:c":{"two":[{"a":1,"b":"x"},{"a":1},{"a":1,"b":"x"},{"a":1,"b":"x"}]}}""",
    ];

    [Fact]
    public void Plain_entries_are_read_as_the_tokenizer_reads_them()
    {
        Outcome(Plain, true, 0).ShouldStartWith("{\"e:c\":{\"l\":[{\"k\":-5");
        foreach (var text in Wrong.Append(Plain)) Same(text);
    }

    [Fact]
    public void Damaged_documents_have_the_same_outcome()
    {
        var mutator = new Mutator([Plain, .. Wrong]);
        for (var seed = 0; seed < 4_000; seed++) Same(mutator.Mutate(new Random(seed)));
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused_wherever_it_stands()
    {
        foreach (var bad in new byte[][] { [0xC3, 0x28], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0x80] })
        {
            foreach (var pad in new[] { 0, 3, 16, 40 })
            {
                byte[] text = [.. "{\"e:c\":{\"l\":[{\"k\":1},{\"k\":2,\"text\":\""u8, .. Enumerable.Repeat((byte)'x', pad), .. bad, .. "\"},{\"k\":3}]}}"u8];
                Documents.Error(() => new JsonDataReader(Schema).ReadStream(new MemoryStream(text))).Tag.ShouldBe(ErrorTag.MalformedMessage);
            }
        }
    }

    [Fact]
    public void A_bad_value_is_told_with_its_line_and_column()
    {
        var json = "{\"e:c\": {\n  \"l\": [\n    {\"k\": 1},\n    {\"k\": 2},\n    {\"k\": 300, \"word\": \"A\"}]}}";
        var errors = Documents.Errors(() => Schema.ReadJson(json));
        errors.Select(e => e.Location).ShouldBe([new SourceLocation("", 5, 11), new SourceLocation("", 5, 24)]);
        var xml = "\n  <c xmlns='urn:e'><l>\n<k>300</k><word>\n</word></l></c>";
        errors = Documents.Errors(() => Schema.ReadXml(xml));
        errors.Select(e => e.Location).ShouldBe([new SourceLocation("", 3, 4), new SourceLocation("", 3, 17)]);
    }

    private static void Same(string text)
    {
        var expected = Outcome(text, false, 0);
        Outcome(text, true, 0).ShouldBe(expected, text);
        // Somewhere in the text the first window ends.
        Outcome(text, true, JsonTokens.WindowSize - text.Length / 2).ShouldBe(Outcome(text, false, JsonTokens.WindowSize - text.Length / 2), text);
    }

    /// <summary>The tree, or all that is wrong.</summary>
    /// <param name="text">The document.</param>
    /// <param name="looksAhead">Whether entries are looked at.</param>
    /// <param name="pad">Blanks before the text, which then is a stream; with 0 it is one piece.</param>
    private static string Outcome(string text, bool looksAhead, int pad)
    {
        var reader = new JsonDataReader(Schema, new DataReadOptions { LooksAhead = looksAhead });
        try
        {
            if (pad <= 0) return reader.ReadTree(Documents.Bytes(text)).ToJson();
            return reader.ReadStream(new MemoryStream(Encoding.UTF8.GetBytes(new string(' ', pad) + text))).ToJson();
        }
        catch (RpcErrorException e)
        {
            return string.Join('\n', e.Errors.Select(error => $"{error.Location} {error}"));
        }
    }
}
