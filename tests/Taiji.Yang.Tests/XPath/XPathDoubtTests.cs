using System.Buffers;
using System.Text;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.XPath;

public sealed class XPathDoubtTests
{
    private const string Around = """
        module m { yang-version 1.1; namespace "urn:m"; prefix m;
          identity base; identity dog { base base; } identity stone;
          container c {
            leaf colour { type enumeration { enum red; enum green; } }
            leaf flag { type boolean; }
            leaf count { type uint8; }
            leaf either { type union { type uint8; type enumeration { enum none; } } }
            leaf pet { type identityref { base base; } }
            leaf set { type bits { bit one; bit two; } }
            leaf text { type string; }
            leaf ref { type leafref { path "../colour"; } }
        """;

    [Theory]
    [InlineData("../colour = 'rad'", "TJ1382 13", "'rad' is no value of 'colour': this is never true; did you mean 'red'?")]
    [InlineData("'rad' != ../ref", "TJ1382 0", "true for every value")]
    [InlineData("../flag = 'yes'", "TJ1382 11", "'yes' is no value of 'flag'")]
    [InlineData("../count = '256'", "TJ1382 12", "'256'")]
    [InlineData("../either = 'x' or ../either = 'none'", "TJ1382 13", "'x'")]
    [InlineData("../pet = 'dog'", "TJ1382 10", "'dog'")]
    [InlineData("../pet = 'm:stone'", "TJ1382 10", "'m:stone'")]
    [InlineData("derived-from(../pet, 'm:cat')", "TJ1383 22", "has no identity 'cat'")]
    [InlineData("derived-from-or-self(../pet, 'x:dog')", "TJ1383 30", "the prefix 'x'")]
    [InlineData("derived-from(../text, 'm:dog')", "TJ1383 14", "'text' is not an identityref")]
    [InlineData("bit-is-set(../set, 'three')", "TJ1383 20", "there is no bit 'three'")]
    [InlineData("bit-is-set(../text, 'one')", "TJ1383 12", "'text' is not of type bits")]
    [InlineData("enum-value(../count) = 3", "TJ1383 12", "'count' is not an enumeration")]
    [InlineData("deref(../text)", "TJ1383 7", "'text' is not a leafref")]
    [InlineData("re-match(../text, 'a{')", "TJ1383 22", "expected a number")]
    [InlineData("../colours", "TJ1341 4", "did you mean 'colour'?")]
    public void What_can_hardly_be_meant_is_a_warning_at_its_place(string must, string expected, string message)
    {
        var text = $"{Around}\n{Leaf(must)} }} }}";
        var warning = SchemaCompiler.FromTexts(text).Diagnostics.ShouldHaveSingleItem();
        // The expression begins after the leaf's first 23 characters.
        $"{warning.Id} {warning.Location.Column - Leaf("").IndexOf('"') - 1}".ShouldBe(expected, warning.ToString());
        warning.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("../colour = 'red' and ../ref != 'green'")]
    [InlineData("../flag = 'true' or ../flag = true()")]
    [InlineData("../count = '255' or ../count = 256 or ../count > '300'")]
    [InlineData("../either = 'none' or ../either = '7'")]
    [InlineData("../pet = 'm:dog' or derived-from-or-self(../pet, 'base')")]
    [InlineData("bit-is-set(../set, 'one') and ../set = 'one two'")]
    [InlineData("../text = 'anything' and re-match(../text, '[a-z]+')")]
    [InlineData("deref(../ref) = 'red' and enum-value(../ref) = 0")]
    [InlineData("../* = 'red' and string(../colour) = 'nothing'")]
    public void What_may_be_true_is_none(string must) => SchemaCompiler.FromTexts($"{Around}\n{Leaf(must)} }} }}").Diagnostics.ShouldBeEmpty();

    [Fact]
    public void An_identity_without_prefix_is_of_the_module_that_the_expression_stands_in()
    {
        const string types = """
            module t { yang-version 1.1; namespace "urn:t"; prefix t; identity base; identity dog { base base; } identity cat { base base; }
              grouping g { leaf pet { type identityref { base base; } } leaf bone { type string; must "derived-from-or-self(../pet, 'dog')"; } } }
            """;
        const string user = """module u { yang-version 1.1; namespace "urn:u"; prefix u; import t { prefix t; } uses t:g; }""";
        var result = SchemaCompiler.FromTexts(types, user);
        result.Diagnostics.ShouldBeEmpty();
        var schema = result.GetSchemaOrThrow();
        int Errors(string pet)
        {
            var json = $$"""{"u:pet": "{{pet}}", "u:bone": "b"}""";
            return new DataValidator(schema).Validate(new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)))).Count;
        }

        Errors("t:dog").ShouldBe(0);
        Errors("t:cat").ShouldBe(1);
    }

    private static string Leaf(string must) => $"leaf l {{ type string; must \"{must}\"; }}";
}
