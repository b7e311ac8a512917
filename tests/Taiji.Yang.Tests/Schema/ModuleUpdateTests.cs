using Taiji.Yang.Schema;
using Taiji.Yang.Schema.Updates;

namespace Taiji.Yang.Tests.Schema;

/// <summary>RFC 7950 §11, rule by rule.</summary>
public sealed class ModuleUpdateTests
{
    [Theory]
    [InlineData("leaf a { type string; }", "leaf a { type string; description \"d\"; reference \"r\"; units m; default x; }")]
    [InlineData("leaf a { type string { length 2..4; pattern a; } }", "leaf a { type string { length \"1..4 | 6..7\"; } }")]
    [InlineData("leaf a { type int8 { range \"1..2 | 5\"; } }", "leaf a { type int8 { range \"1..3 | 4..6\"; } }")]
    [InlineData("leaf a { type int8 { range 1..6; } }", "leaf a { type int8 { range \"1..3 | 4..6\"; } }")]
    [InlineData("leaf a { type enumeration { enum a; enum b; } }", "leaf a { type enumeration { enum a; enum b; enum c; } }")]
    [InlineData("leaf a { type enumeration { enum a; enum b; } }", "leaf a { type enumeration { enum c { value 9; } enum a { value 0; } enum b { value 1; } } }")]
    [InlineData("leaf a { type bits { bit a; } }", "leaf a { type bits { bit a; bit b; } }")]
    [InlineData("leaf a { type union { type int8; } }", "leaf a { type union { type int8; type string; } }")]
    [InlineData("identity i; identity j; leaf a { type identityref { base i; base j; } }", "identity i; identity j; leaf a { type identityref { base i; } }")]
    [InlineData("identity i; identity j;", "identity i; identity j { base i; }")]
    [InlineData("leaf a { type string; }", "typedef t { type string; } leaf a { type t; }")]
    [InlineData("leaf a { type string; } leaf b { type string; }", "grouping g { leaf a { type string; } } uses g; leaf b { type string; }")]
    [InlineData("leaf a { type string; mandatory true; must \"1 = 1\"; when \"1 = 1\"; }", "leaf a { type string; }")]
    [InlineData("leaf-list a { type string; min-elements 2; max-elements 4; }", "leaf-list a { type string; min-elements 1; max-elements 5; }")]
    [InlineData("leaf a { config false; type string; }", "leaf a { type string; }")]
    [InlineData("leaf a { type string; }", "leaf a { type string; status obsolete; }")]
    [InlineData("feature f; leaf a { if-feature f; type string; }", "feature f; leaf a { type string; }")]
    [InlineData("leaf a { type string; }", "leaf a { type string; } leaf b { type string; } rpc r; notification n { leaf x { type string; mandatory true; } }")]
    [InlineData("leaf a { type string; }", "leaf a { type string; } feature f; leaf b { if-feature f; type string; mandatory true; }")]
    [InlineData("container c { presence p; leaf a { type string; } }", "container c { presence p; leaf a { type string; } container d { presence q; leaf b { type string; mandatory true; } } }")]
    [InlineData("choice c { case a { leaf a { type string; } } }", "choice c { case a { leaf a { type string; } } case b { leaf b { type string; } } }")]
    [InlineData("container c { leaf a { type string; } leaf b { type string; } }", "container c { leaf a { type string; } leaf x { type string; } leaf b { type string; } }")]
    [InlineData("leaf a { type leafref { path ../b; } } leaf b { type string; }", "leaf a { type leafref { path /m:b; require-instance false; } } leaf b { type string; }")]
    public void What_the_rules_allow_passes(string old, string @new) => Compare(old, @new).ShouldBeEmpty();

    [Theory]
    [InlineData("leaf a { type string; }", "", "TJ1504")]
    [InlineData("container c { leaf a { type string; } }", "", "TJ1504")]
    [InlineData("typedef t { type string; }", "", "TJ1504")]
    [InlineData("grouping g;", "", "TJ1504")]
    [InlineData("feature f;", "", "TJ1504")]
    [InlineData("identity i;", "", "TJ1504")]
    [InlineData("rpc r;", "", "TJ1504")]
    [InlineData("leaf a { type string; }", "leaf-list a { type string; }", "TJ1505")]
    [InlineData("leaf a { type int8; }", "leaf a { type int16; }", "TJ1508")]
    [InlineData("leaf a { type string; }", "leaf b { type string; } leaf a { type leafref { path ../b; } }", "TJ1508")]
    [InlineData("leaf a { type decimal64 { fraction-digits 2; } }", "leaf a { type decimal64 { fraction-digits 3; } }", "TJ1508")]
    [InlineData("leaf a { type string; }", "leaf a { type string { length 1..10; } }", "TJ1509")]
    [InlineData("leaf a { type string; }", "leaf a { type string { pattern a; } }", "TJ1509")]
    [InlineData("leaf a { type int8 { range 1..6; } }", "leaf a { type int8 { range \"1..3 | 5..6\"; } }", "TJ1509")]
    [InlineData("leaf a { type enumeration { enum a; enum b; } }", "leaf a { type enumeration { enum b; enum a; } }", "TJ1509,TJ1509")]
    [InlineData("leaf a { type enumeration { enum a; enum b; } }", "leaf a { type enumeration { enum a; } }", "TJ1509")]
    [InlineData("leaf a { type bits { bit a; bit b; } }", "leaf a { type bits { bit c; bit a; bit b; } }", "TJ1509,TJ1509")]
    [InlineData("leaf a { type union { type int8; type string; } }", "leaf a { type union { type string; type int8; } }", "TJ1508,TJ1508")]
    [InlineData("identity i; identity j; leaf a { type identityref { base i; } }", "identity i; identity j; leaf a { type identityref { base i; base j; } }", "TJ1509")]
    [InlineData("leaf a { type instance-identifier { require-instance false; } }", "leaf a { type instance-identifier; }", "TJ1509")]
    [InlineData("typedef t { type int8; }", "typedef t { type int8 { range 1..2; } }", "TJ1509")]
    [InlineData("typedef t { type int8; default 1; }", "typedef t { type int8; default 2; }", "TJ1506")]
    [InlineData("identity i; identity j { base i; }", "identity i; identity j;", "TJ1506")]
    [InlineData("leaf a { type string; default x; }", "leaf a { type string; default y; }", "TJ1506")]
    [InlineData("leaf a { type string; default x; }", "leaf a { type string; }", "TJ1506")]
    [InlineData("leaf a { type string; units m; }", "leaf a { type string; units s; }", "TJ1506")]
    [InlineData("leaf a { type string; }", "leaf a { type string; mandatory true; }", "TJ1506")]
    [InlineData("leaf a { type string; status obsolete; }", "leaf a { type string; status deprecated; }", "TJ1506")]
    [InlineData("leaf a { type string; }", "leaf a { config false; type string; }", "TJ1506")]
    [InlineData("container c { leaf a { type string; } }", "container c { config false; leaf a { type string; } }", "TJ1506")]
    [InlineData("container c;", "container c { presence p; }", "TJ1506")]
    [InlineData("list l { key \"a b\"; leaf a { type string; } leaf b { type string; } }", "list l { key \"b a\"; leaf a { type string; } leaf b { type string; } }", "TJ1506")]
    [InlineData("list l { key a; leaf a { type string; } leaf b { type string; } }", "list l { key a; unique b; leaf a { type string; } leaf b { type string; } }", "TJ1507")]
    [InlineData("leaf-list a { type string; min-elements 1; max-elements 9; }", "leaf-list a { type string; min-elements 2; max-elements 8; }", "TJ1506,TJ1506")]
    [InlineData("leaf-list a { type string; }", "leaf-list a { type string; max-elements 8; }", "TJ1506")]
    [InlineData("leaf-list a { type string; }", "leaf-list a { type string; ordered-by user; }", "TJ1506")]
    [InlineData("leaf a { type string; }", "leaf a { type string; must \"1 = 1\"; when \"1 = 1\"; }", "TJ1507,TJ1507")]
    [InlineData("feature f; leaf a { type string; }", "feature f; leaf a { type string; if-feature f; }", "TJ1507")]
    [InlineData("feature f; leaf a { if-feature f; type string; mandatory true; }", "feature f; leaf a { type string; mandatory true; }", "TJ1506")]
    [InlineData("leaf a { type string; }", "leaf a { type string; } leaf b { type string; mandatory true; }", "TJ1510")]
    [InlineData("container c;", "container c { container d { leaf b { type string; mandatory true; } } }", "TJ1510")]
    [InlineData("container c { leaf a { type string; } leaf b { type string; } }", "container c { leaf b { type string; } leaf a { type string; } }", "TJ1511")]
    [InlineData("choice c { default a; leaf a { type string; } leaf b { type string; } }", "choice c { default b; leaf a { type string; } leaf b { type string; } }", "TJ1506")]
    public void What_the_rules_forbid_is_reported(string old, string @new, string expected) =>
        string.Join(',', Compare(old, @new).Select(d => d.Split(' ')[0])).ShouldBe(expected, string.Join('\n', Compare(old, @new)));

    [Theory]
    [InlineData("module m { namespace urn:m; prefix m; revision 2026-01-02; }", "")]
    [InlineData("module m { namespace urn:m; prefix n; revision 2026-01-02; revision 2026-01-01; }", "")]
    [InlineData("module m { namespace urn:m; prefix m; contact c; revision 2026-01-01; }", "TJ1503 new.yang:1:59")]
    [InlineData("module m { namespace urn:m; prefix m; }", "TJ1503 new.yang:1:1")]
    [InlineData("module n { namespace urn:n; prefix m; revision 2026-01-02; }", "TJ1501 new.yang:1:8,TJ1502 new.yang:1:22")]
    public void Headers_are_compared_too(string @new, string expected)
    {
        var faults = Compare(Compile("old.yang", "module m { namespace urn:m; prefix m; revision 2026-01-01; }"), Compile("new.yang", @new));
        string.Join(',', faults.Select(f => $"{f.Id} {f.Location}")).ShouldBe(expected);
    }

    [Fact]
    public void Both_places_and_what_changed_are_told() =>
        Compare("leaf a { type int8; default 1; }", "leaf a { type int8; default 2; }").ShouldHaveSingleItem()
            .ShouldBe("TJ1506 '/m:a': 'default' was \"1\" and is \"2\" now. new.yang:1:78 old.yang:1:78");

    private static List<string> Compare(string old, string @new) =>
    [
        .. Compare(Compile("old.yang", Module("2026-01-01", old)), Compile("new.yang", Module("2026-01-02", @new)))
            .Select(d => $"{d.Id} {d.Message} {d.Location} {d.Related}"),
    ];

    private static IReadOnlyList<Yang.Diagnostics.Diagnostic> Compare(YangSchema old, YangSchema @new) =>
        ModuleUpdate.Compare(old, old.Modules.Single(m => m.IsImplemented), @new, @new.Modules.Single(m => m.IsImplemented));

    private static string Module(string revision, string body) => $"module m {{ yang-version 1.1; namespace urn:m; prefix m; revision {revision}; {body} }}";

    private static YangSchema Compile(string path, string text)
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(text, path);
        return compiler.Compile().GetSchemaOrThrow();
    }
}
