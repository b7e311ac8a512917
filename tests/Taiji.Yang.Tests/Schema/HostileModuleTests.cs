using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Schema;

public sealed class HostileModuleTests
{
    [Fact]
    public void Ten_thousand_nested_containers_are_one_diagnostic() =>
        Ids(Module(Repeat(10_000, i => $"container c{i} {{ ") + new string('}', 10_000))).ShouldBe(["TJ1017"]);

    [Fact]
    public void A_chain_of_groupings_that_goes_too_deep_is_one_diagnostic() =>
        Ids(Module(Repeat(10_000, i => $"grouping g{i} {{ container c {{ uses g{i + 1}; }} }} ") + "grouping g10000 { leaf l { type string; } } uses g0;"))
            .ShouldBe(["TJ1303"]);

    [Fact]
    public void Uses_that_double_at_every_level_are_one_diagnostic() =>
        Ids(Module(Repeat(60, i => $"grouping g{i} {{ container a {{ uses g{i + 1}; }} container b {{ uses g{i + 1}; }} }} ") + "grouping g60 { leaf l { type string; } } uses g0;"))
            .ShouldBe(["TJ1302"]);

    [Fact]
    public void Empty_uses_that_double_at_every_level_are_one_diagnostic() =>
        Ids(Module(Repeat(60, i => $"grouping g{i} {{ uses g{i + 1}; uses g{i + 1}; }} ") + "grouping g60 { } uses g0;")).ShouldBe(["TJ1302"]);

    [Fact]
    public void A_grouping_that_uses_itself_is_a_diagnostic() =>
        Ids(Module("grouping a { container x { uses b; } } grouping b { container y { uses a; } } uses a;")).ShouldBe(["TJ1209"]);

    [Fact]
    public void A_long_chain_of_typedefs_is_no_fault() =>
        Ids(Module(Repeat(2_000, i => $"typedef t{i} {{ type t{i + 1}; }} ") + "typedef t2000 { type string; } leaf l { type t0; }")).ShouldBeEmpty();

    [Fact]
    public void A_chain_of_typedefs_that_exhausts_the_stack_is_a_diagnostic() =>
        Ids(Module(Repeat(200_000, i => $"typedef t{i} {{ type t{i + 1}; }} ") + "typedef t200000 { type string; } leaf l { type t0; }"))
            .ShouldAllBe(id => id == "TJ1205");

    [Fact]
    public void A_long_chain_of_identities_takes_linear_time() =>
        Ids(Module(Repeat(20_000, i => $"identity i{i} {{ base i{i + 1}; }} ") + "identity i20000;")).ShouldBeEmpty();

    [Fact]
    public void A_circle_of_identities_is_a_diagnostic() =>
        Ids(Module("identity a { base b; } identity b { base c; } identity c { base a; }")).ShouldBe(["TJ1215"]);

    [Fact]
    public void A_circle_of_features_is_a_diagnostic() =>
        Ids(Module("feature a { if-feature b; } feature b { if-feature a; }")).ShouldBe(["TJ1211"]);

    [Fact]
    public void A_long_chain_of_features_is_no_stack_overflow() =>
        Ids(Module(Repeat(100_000, i => $"feature f{i} {{ if-feature f{i + 1}; }} ") + "feature f100000;")).ShouldAllBe(id => id == "TJ1217");

    [Fact]
    public void Deep_parentheses_in_an_if_feature_are_a_diagnostic() =>
        Ids(Module($"feature f; leaf l {{ if-feature \"{new string('(', 100_000)}f\"; type string; }}")).ShouldBe(["TJ1213"]);

    [Fact]
    public void Deep_parentheses_in_a_must_are_a_diagnostic() =>
        Ids(Module($"leaf l {{ must \"{new string('(', 100_000)}1\"; type string; }}")).ShouldBe(["TJ1332"]);

    [Fact]
    public void A_megabyte_of_description_is_no_fault() => Ids(Module($"description \"{new string('x', 1 << 20)}\";")).ShouldBeEmpty();

    private static string Module(string body) => $"module m {{ yang-version 1.1; namespace urn:m; prefix m; {body} }}";

    private static string Repeat(int count, Func<int, string> item) => string.Concat(Enumerable.Range(0, count).Select(item));

    private static IEnumerable<string> Ids(string text) =>
        SchemaCompiler.FromTexts(text).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id);
}
