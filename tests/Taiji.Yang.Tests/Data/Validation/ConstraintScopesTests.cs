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
}
