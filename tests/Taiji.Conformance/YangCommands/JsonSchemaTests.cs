using System.Text.Json;

namespace Taiji.Conformance.YangCommands;

/// <summary><c>taiji yang tree --format json-schema</c>.</summary>
public sealed class JsonSchemaTests : IDisposable
{
    private static readonly string Folder = SharedFacts.At("cases", "instance");
    private readonly TempFiles _files = new();

    [Fact]
    public void Every_valid_document_satisfies_the_schema()
    {
        var schemas = new Dictionary<string, JsonElement>();
        var wrong = new List<string>();
        foreach (var row in Rows().Where(r => r["expected"] == "valid"))
        {
            var arguments = Arguments(row);
            var key = string.Join(' ', arguments);
            if (!schemas.TryGetValue(key, out var schema)) schemas[key] = schema = Schema(arguments);
            if (!JsonSchemaEvaluation.IsValid(schema, Document(row))) wrong.Add($"{row["id"]}: {row["why"]}");
        }

        schemas.Count.ShouldBeGreaterThan(4);
        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [Fact]
    public void Documents_with_values_or_members_outside_the_types_do_not()
    {
        string[] categories = ["type", "enum", "pattern", "length", "boolean", "empty", "identityref", "union", "unknown", "if-feature", "keys", "min-max", "leaf-list"];
        var rows = Rows().Where(r => r["expected"] == "invalid" && categories.Contains(r["category"])).ToList();
        rows.Count.ShouldBeGreaterThan(30);
        rows.Where(r => JsonSchemaEvaluation.IsValid(Schema(Arguments(r)), Document(r))).Select(r => $"{r["id"]}: {r["why"]}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("i8", "-5")]
    [InlineData("i8", "20")]
    [InlineData("u64", "\"18446744073709551615\"")]
    [InlineData("dec", "\"-1.25\"")]
    [InlineData("s", "\"ab-é\"")]
    [InlineData("e", "\"one two\"")]
    [InlineData("b", "\"y x\"")]
    [InlineData("empty", "[null]")]
    [InlineData("id", "\"derived\"")]
    [InlineData("id", "\"m:derived\"")]
    [InlineData("un", "7")]
    [InlineData("un", "\"x\"")]
    [InlineData("ref", "-5")]
    [InlineData("ll", "[1,2]")]
    [InlineData("list", "[{\"k\":\"a\",\"must\":true,\"@k\":{}}]")]
    public void A_value_of_the_type_is_valid(string name, string value) => IsValid(name, value).ShouldBeTrue();

    [Theory]
    [InlineData("i8", "\"5\"")]
    [InlineData("i8", "0")]
    [InlineData("i8", "128")]
    [InlineData("u64", "5")]
    [InlineData("u64", "\"-5\"")]
    [InlineData("dec", "\"1.255\"")]
    [InlineData("s", "\"a\"")]
    [InlineData("s", "\"abcdefgh\"")]
    [InlineData("s", "\"ax\"")]
    [InlineData("s", "\"a1\"")]
    [InlineData("e", "\"one\"")]
    [InlineData("b", "\"z\"")]
    [InlineData("b", "\"x y x\"")]
    [InlineData("empty", "null")]
    [InlineData("id", "\"base\"")]
    [InlineData("un", "8")]
    [InlineData("ref", "\"a\"")]
    [InlineData("ll", "[1,1]")]
    [InlineData("ll", "[1,2,3]")]
    [InlineData("list", "[{\"must\":true}]")]
    [InlineData("list", "[{\"k\":\"a\"}]")]
    [InlineData("other", "1")]
    public void Another_value_is_not(string name, string value) => IsValid(name, value).ShouldBeFalse();

    [Theory]
    [InlineData("{\"r\":1}", true)]
    [InlineData("{\"r\":1,\"a\":1}", true)]
    [InlineData("{\"r\":1,\"b\":1,\"c\":1}", true)]
    [InlineData("{\"r\":1,\"b\":1}", false)]
    [InlineData("{\"r\":1,\"a\":1,\"b\":1,\"c\":1}", false)]
    [InlineData("{\"a\":1}", false)]
    [InlineData("{\"r\":1,\"s\":1}", false)]
    public void Of_a_choice_one_case_is_there(string value, bool isValid) => IsValid("choices", value).ShouldBe(isValid);

    [Fact]
    public void Names_have_their_module_where_it_changes_and_operations_are_definitions()
    {
        var module = Module();
        var other = _files.Add("n.yang", "module n { namespace urn:n; prefix n; import m { prefix m; } augment /m:top { leaf more { type string; config false; default d; description D; } } }");
        var properties = Schema(["-p", _files.Root, module, other]).GetProperty("properties").GetProperty("m:top").GetProperty("properties");
        using var expected = JsonDocument.Parse("""{"description":"D","readOnly":true,"type":"string","default":"d"}""");
        JsonElement.DeepEquals(properties.GetProperty("n:more"), expected.RootElement).ShouldBeTrue(properties.GetProperty("n:more").ToString());
        var input = Schema([module]).GetProperty("$defs").GetProperty("/m:do/input");
        input.GetProperty("required")[0].GetString().ShouldBe("what");
        input.GetProperty("properties").GetProperty("what").TryGetProperty("readOnly", out _).ShouldBeFalse();
        Schema([module]).GetProperty("$defs").GetProperty("/m:done").GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
    }

    private bool IsValid(string name, string value)
    {
        using var document = JsonDocument.Parse($$"""{"m:top":{"{{name}}":{{value}} } }""");
        return JsonSchemaEvaluation.IsValid(Schema([Module()]), document.RootElement);
    }

    private string Module() => _files.Add("m.yang", """
        module m {
          yang-version 1.1; namespace urn:m; prefix m;
          identity base; identity derived { base base; }
          container top {
            leaf i8 { type int8 { range "min..-1 | 10..max"; } }
            leaf u64 { type uint64; }
            leaf dec { type decimal64 { fraction-digits 2; } }
            leaf s { type string { length 2..6; pattern '[\p{L}\-]*'; pattern '.*x' { modifier invert-match; } } }
            leaf e { type enumeration { enum "one two"; } }
            leaf b { type bits { bit x; bit y; } }
            leaf empty { type empty; }
            leaf id { type identityref { base base; } }
            leaf un { type union { type uint8 { range 7; } type string; } }
            leaf ref { type leafref { path ../i8; } }
            leaf-list ll { type uint8; max-elements 2; }
            list list { key k; leaf k { type string; } leaf must { type boolean; mandatory true; } }
            container choices {
              presence p;
              choice free { leaf a { type uint8; } case two { leaf b { type uint8; } leaf c { type uint8; mandatory true; } } }
              choice must { mandatory true; leaf r { type uint8; } leaf s { type uint8; } }
            }
          }
          rpc do { input { leaf what { type string; mandatory true; } } }
          notification done { leaf at { type string; } }
        }
        """);

    private static IEnumerable<Dictionary<string, string>> Rows() => SharedFacts.Table(Path.Combine(Folder, "manifest.csv"))
        .Where(r => r["id"].StartsWith("gen-", StringComparison.Ordinal) && r["encoding"] == "json" && r["content_type"] is "data" or "config" && r["file"].EndsWith(".json", StringComparison.Ordinal));

    private static JsonElement Document(Dictionary<string, string> row) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, row["file"]))).RootElement;

    private static string[] Arguments(Dictionary<string, string> row) =>
    [
        .. row["module_dir"].Split(" + ").SelectMany(d => new[] { "-p", d == "shared/yang" ? SharedFacts.At("yang") : Path.Combine(Folder, d) }),
        .. row["features"].Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries).SelectMany(f => new[] { "-F", f }),
        .. row["modules"].Split(' ', StringSplitOptions.RemoveEmptyEntries),
    ];

    private static JsonElement Schema(string[] arguments)
    {
        var result = YangRun.Here(["tree", "--format", "json-schema", .. arguments]);
        result.Status.ShouldBe(0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    public void Dispose() => _files.Dispose();
}
