using Taiji.Yang.Data.Validation;

namespace Taiji.Yang.Tests.Data.Validation;

public sealed class ConstraintScopesTests
{
    [Fact]
    public void Constraints_whose_reads_the_schema_does_not_tell_are_counted_and_named()
    {
        var bench = new ValidationBench("""
            leaf a { type string; must "not(following::b)"; must "../b = 'x'"; }
            leaf b { type string; when "not(preceding::a) or ../i"; }
            leaf i { type instance-identifier; must "deref(.)"; must "count(//a) < 2"; }
            leaf r { type leafref { path "/b"; } must "deref(.) = 'x'"; }
            """);
        var scopes = ConstraintScopes.Of(bench.Schema);
        scopes.Count.ShouldBe(6);
        scopes.Wide.Select(w => $"{w.Node.Name} {(w.IsWhen ? "when" : "must")} {w.Expression}").ShouldBe(["a must not(following::b)", "b when not(preceding::a) or ../i", "i must deref(.)"]);
    }

    [Fact]
    public void Constraints_that_meet_all_entries_of_a_list_are_named_and_those_that_look_up_or_add_up_are_not()
    {
        var bench = new ValidationBench("""
            leaf limit { type int32; }
            list y { key a; leaf a { type int32; } leaf b { type int32; must ". < ../../limit"; }
              must "not(../y[b > current()/b])"; must "count(../y[b = current()/b]) = 1"; must "sum(../y/b) < 9"; must "not(preceding-sibling::y[1]/b > b)"; must "../y[a = current()/b]"; }
            """);
        ConstraintScopes.Of(bench.Schema).Lists.Select(l => $"{l.Node.Name} {l.Expression} {l.Read.Name}")
            .ShouldBe(["y not(../y[b > current()/b]) b", "y not(preceding-sibling::y[1]/b > b) b"]);
    }

    [Fact]
    public void Constraints_that_read_everything_are_noted_up_to_a_bound_and_then_evaluated_again_at_every_change()
    {
        var leaves = string.Concat(Enumerable.Range(0, 700).Select(i => $"leaf l{i} {{ type string; must \"count(//*) < 3\"; }}"));
        var bench = new ValidationBench(leaves);
        var scopes = ConstraintScopes.Of(bench.Schema);
        scopes.Wide.Count.ShouldBeInRange(1, 699);
        var before = bench.Tree("<l0>a</l0><l699>b</l699>");
        bench.Validator.Validate(before).ShouldBeEmpty();
        var editor = before.Edit();
        editor.SetValue(Taiji.Yang.Data.DataPath.Parse(bench.Schema, "/v:l5"), "c"u8);
        ValidationBench.Show(bench.Validator.Validate(new Taiji.Yang.Data.DataDiff(before, editor.Seal()))).Length.ShouldBe(3);
    }
}
