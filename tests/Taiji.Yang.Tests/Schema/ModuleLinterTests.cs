using Taiji.Yang.Schema;
using Taiji.Yang.Schema.Linting;

namespace Taiji.Yang.Tests.Schema;

/// <summary>The guidelines of RFC 8407, rule by rule.</summary>
public sealed class ModuleLinterTests
{
    [Fact]
    public void A_module_as_the_guidelines_have_it_gets_no_warning() => Lint("""
        module m {
          yang-version 1.1;
          namespace urn:m;
          prefix m;
          import ietf-inet-types { prefix inet; reference "RFC 9911"; }
          organization "o";
          contact "c";
          description "d";
          revision 2026-01-01 { description "d"; reference "r"; }
          container top {
            description "d";
            list entry {
              key name;
              description "d";
              leaf name { type string; description "d"; }
              leaf address { type inet:ip-address; must "../name != 'x'"; description "d"; }
            }
          }
        }
        """).ShouldBeEmpty();

    [Theory]
    [InlineData("leaf a { type string; }", "TJ1603 The leaf 'a' has no description.")]
    [InlineData("grouping g { reference r; }", "TJ1603 The grouping 'g' has no description.")]
    [InlineData("leaf a { type enumeration { enum x; } description d; }", "TJ1604 The enum 'x' has no description.")]
    [InlineData("leaf a { type bits { bit x; } description d; }", "TJ1604 The bit 'x' has no description.")]
    [InlineData("leaf a1234567890123456789012345678901234567890123456789012345678901234 { type string; description d; }", "TJ1605 'a1234567890123456789012345678901234567890123456789012345678901234' has 65 characters; identifiers should have 64 at most.")]
    [InlineData("leaf aB { type string; description d; }", "TJ1606 'aB' has other characters than lower-case letters, digits and dashes.")]
    [InlineData("container c { description d; leaf c-name { type string; description d; } }", "TJ1607 'c-name' repeats the name of the container 'c' around it.")]
    [InlineData("leaf a { type string; config true; description d; }", "TJ1608 'config true' says what holds without it.")]
    [InlineData("leaf a { type string; mandatory false; description d; }", "TJ1608 'mandatory false' says what holds without it.")]
    [InlineData("leaf a { type string; status current; description d; }", "TJ1608 'status current' says what holds without it.")]
    [InlineData("leaf-list a { type string; min-elements 0; description d; }", "TJ1608 'min-elements 0' says what holds without it.")]
    [InlineData("leaf-list a { type string; max-elements unbounded; description d; }", "TJ1608 'max-elements unbounded' says what holds without it.")]
    [InlineData("leaf-list a { type string; ordered-by system; description d; }", "TJ1608 'ordered-by system' says what holds without it.")]
    [InlineData("leaf a { type string; must \"position() = 1\"; description d; }", "TJ1610 The function position() should not be used in YANG's expressions.")]
    [InlineData("leaf a { type string; must \"local-name(.) = name(.)\"; description d; }", "TJ1610 The function name() should not be used in YANG's expressions.")]
    [InlineData("leaf-list a { type string; must \"not(preceding-sibling::a[. = current()])\"; description d; }", "TJ1611 The axis 'preceding-sibling' should not be used in YANG's expressions.")]
    [InlineData("leaf a { type string; mandatory true; description d; }", "TJ1613 'a' makes 'a' mandatory at the top level.")]
    [InlineData("container c { description d; leaf a { type string; mandatory true; description d; } }", "TJ1613 'a' makes 'c' mandatory at the top level.")]
    [InlineData("container c { presence p; description d; leaf a { type string; mandatory true; description d; } }", null)]
    [InlineData("leaf-list a { type empty; description d; }", "TJ1614 The leaf-list 'a' has the type empty.")]
    [InlineData("anyxml a { description d; }", "TJ1615 The anyxml 'a' could be an anydata.")]
    [InlineData("list l { key k; description d; leaf a { type string; description d; } leaf k { type string; description d; } }", "TJ1616 The keys of the list 'l' should be its first nodes, in the order of the key statement.")]
    [InlineData("feature f { description d; } leaf a { if-feature f; type string; description d; } leaf r { type leafref { path ../a; } description d; }", "TJ1619 The leafref 'r' refers to 'a', which is there only with the feature 'f'; it should depend on that too.")]
    [InlineData("feature f { description d; } container c { if-feature f; description d; leaf a { type string; description d; } } leaf r { if-feature m:f; type leafref { path ../c/a; } description d; }", null)]
    public void Each_guideline_has_its_warning(string body, string? expected) =>
        Lint($"module m {{ namespace urn:m; prefix m; organization o; contact c; description d; revision 2026-01-01 {{ description d; reference r; }} {body} }}")
            .ShouldBe(expected is null ? [] : [expected]);

    [Theory]
    [InlineData("module m { namespace urn:m; prefix m; }", "TJ1601 organization contact description revision")]
    [InlineData("module m { namespace urn:m; prefix m; organization o; contact c; description d; revision 2026-01-01; }", "TJ1602 description reference")]
    [InlineData("module ietf-m { namespace urn:m; prefix m; organization o; contact c; description d; revision 2026-01-01 { description d; reference r; } }", "TJ1612")]
    [InlineData("module m { namespace urn:m; prefix m; import ietf-inet-types { prefix i; } organization o; contact c; description d; revision 2026-01-01 { description d; reference r; } leaf a { type i:uri; description d; } }", "TJ1617")]
    [InlineData("module m { namespace urn:m; prefix m; import ietf-inet-types { prefix inet; } organization o; contact c; description inet:uri; revision 2026-01-01 { description d; reference r; } }", "TJ1618")]
    public void Headers_have_guidelines_too(string text, string expected)
    {
        var found = Lint(text);
        var parts = expected.Split(' ');
        found.ShouldAllBe(f => f.StartsWith(parts[0], StringComparison.Ordinal));
        found.Count.ShouldBe(Math.Max(1, parts.Length - 1));
        foreach (var part in parts[1..]) found.ShouldContain(f => f.Contains($"'{part}'"));
    }

    private static List<string> Lint(string text)
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(text, "m.yang");
        var schema = compiler.Compile().GetSchemaOrThrow();
        return [.. ModuleLinter.Check(schema, schema.Modules.Single(m => m.SourcePath == "m.yang")).Select(d => $"{d.Id} {d.Message}")];
    }
}
