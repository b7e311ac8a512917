using Taiji.Yang.Data.Validation;

namespace Taiji.Yang.Tests.Data.Validation;

/// <summary>Verdicts that implementations are known to differ in, each as the RFC decides it.</summary>
public sealed class ConstraintVerdictTests
{
    /// <summary>RFC 7950 §9.12: the members of a union are tried in order, references included.</summary>
    [Theory]
    [InlineData("<t><k>1</k></t><u>1</u>", "")]
    [InlineData("<t><k>1</k></t><u>x9</u>", "")]
    [InlineData("<t><k>1</k></t><u>2</u>", "data-missing instance-required /v:u")]
    public void A_union_takes_the_first_member_whose_instance_is_there(string xml, string expected) =>
        Errors("list t { key k; leaf k { type string; } } leaf u { type union { type leafref { path '/t/k'; } type string { pattern 'x.*'; } } }", xml).ShouldBe(expected);

    /// <summary>RFC 7950 §7.6.1, §7.9.3: defaults of the default case are seen by a must until another case has data.</summary>
    [Theory]
    [InlineData("<c/>", "")]
    [InlineData("<c><b>1</b></c>", "operation-failed must-violation /v:c")]
    [InlineData("<c><x>7</x></c>", "")]
    public void A_default_case_gives_its_defaults_as_long_as_no_other_is_chosen(string xml, string expected) =>
        Errors("container c { presence p; must 'x'; choice ch { default one; case one { leaf x { type int8; default 5; } } case two { leaf b { type int8; } } } }", xml).ShouldBe(expected);

    /// <summary>RFC 7950 §7.21.5: the context of a when on an augment is the augmented node, on uses the parent.</summary>
    [Theory]
    [InlineData("<c><m>a</m><x>1</x></c>", "")]
    [InlineData("<c><m>b</m><x>1</x></c>", "unknown-element - /v:c/x")]
    [InlineData("<c><m>a</m><y>1</y></c>", "unknown-element - /v:c/y")]
    public void A_when_on_augment_and_uses_looks_from_the_parent(string xml, string expected) => Errors("""
        grouping g { leaf y { type string; } }
        container c { leaf m { type string; } uses g { when "m = 'b'"; } }
        augment "/v:c" { when "m = 'a'"; leaf x { type string; } }
        """, xml).ShouldBe(expected);

    /// <summary>RFC 7950 §7.8.3: unique holds among the entries of one parent only, and entries that lack a leaf don't count.</summary>
    [Theory]
    [InlineData("<o><k>1</k><i><k>1</k><v>x</v></i></o><o><k>2</k><i><k>1</k><v>x</v></i></o>", "")]
    [InlineData("<o><k>1</k><i><k>1</k><v>x</v></i><i><k>2</k><v>x</v></i><i><k>3</k></i><i><k>4</k></i></o>", "operation-failed data-not-unique /v:o[k='1']/i[k='2']")]
    public void A_unique_of_a_nested_list_is_about_one_parent(string xml, string expected) =>
        Errors("list o { key k; leaf k { type string; } list i { key k; unique v; leaf k { type string; } leaf v { type string; } } }", xml).ShouldBe(expected);

    /// <summary>RFC 7950 §7.21.5: a default whose when is false is not there, so that it can't be the same as another's.</summary>
    [Theory]
    [InlineData("<l><k>1</k></l><l><k>2</k></l>", "")]
    [InlineData("<l><k>1</k><on/></l><l><k>2</k></l>", "")]
    [InlineData("<l><k>1</k><on/></l><l><k>2</k><on/></l>", "operation-failed data-not-unique /v:l[k='2']")]
    public void A_unique_sees_only_defaults_in_use(string xml, string expected) =>
        Errors("list l { key k; unique v; leaf k { type string; } leaf on { type empty; } leaf v { when '../on'; type int8; default 1; } }", xml).ShouldBe(expected);

    /// <summary>RFC 7950 §9.13: with require-instance false anything of the schema may be named; a default counts as an instance.</summary>
    [Theory]
    [InlineData("<free>/v:l[v:k='9']</free>", "")]
    [InlineData("<i>/v:l[v:k='9']</i>", "data-missing instance-required /v:i")]
    [InlineData("<i>/v:d</i>", "")]
    [InlineData("<l><k>9</k></l><i>/v:l[v:k='9']/v:k</i>", "")]
    public void An_instance_identifier_needs_its_instance(string xml, string expected) => Errors(
        "list l { key k; leaf k { type string; } } leaf d { type int8; default 1; } leaf i { type instance-identifier; } leaf free { type instance-identifier { require-instance false; } }",
        xml.Replace("<i>", "<i xmlns:v='urn:v'>", StringComparison.Ordinal).Replace("<free>", "<free xmlns:v='urn:v'>", StringComparison.Ordinal)).ShouldBe(expected);

    /// <summary>RFC 7950 §7.7.5, §15: counts of state hold for state; a presence container's mandatory nodes are wanted only with it.</summary>
    [Theory]
    [InlineData("<s><ll>1</ll></s>", "operation-failed too-few-elements /v:s/ll")]
    [InlineData("<s><ll>1</ll><ll>1</ll></s><p/>", "data-missing - /v:p/m")]
    public void State_has_counts_too(string xml, string expected) => string.Join('\n', new ValidationBench(
        "container s { presence p; config false; leaf-list ll { type int8; min-elements 2; } } container p { presence p; leaf m { type string; mandatory true; } }")
        .Errors(xml, ValidationContent.All)).ShouldBe(expected);

    /// <summary>RFC 7950 §10: functions over the types that they are for.</summary>
    [Theory]
    [InlineData("<b>x z</b><e>two</e><r>v:puppy</r>", "")]
    [InlineData("<b>z</b><e>two</e><r>v:puppy</r>", "operation-failed must-violation /v:b")]
    [InlineData("<e>one</e>", "operation-failed must-violation /v:e")]
    [InlineData("<r>v:dog</r>", "operation-failed must-violation /v:r")]
    public void Functions_of_types_decide_musts(string xml, string expected) => Errors("""
        identity animal; identity dog { base animal; } identity puppy { base dog; }
        leaf b { type bits { bit x; bit y; bit z; } must "bit-is-set(., 'x')"; }
        leaf e { type enumeration { enum one { value 1; } enum two { value 2; } } must "enum-value(.) = 2"; }
        leaf r { type identityref { base animal; } must "derived-from(., 'v:dog')"; }
        """, xml.Replace("<r>", "<r xmlns:v='urn:v'>", StringComparison.Ordinal)).ShouldBe(expected);

    /// <summary>All violations are reported, not the first (RFC 7950 §8.1): each with its own place.</summary>
    [Fact]
    public void Every_violation_is_reported() => Errors("""
        container c { presence p; leaf m { type string; mandatory true; } leaf a { type int8; must '. > 5' { error-message 'a is small'; error-app-tag small-a; } } }
        list l { key k; max-elements 1; leaf k { type string; } leaf r { type leafref { path '/c/m'; } } }
        """, "<c><a>1</a></c><l><k>1</k><r>q</r></l><l><k>2</k></l>")
        .ShouldBe("data-missing - /v:c/m\ndata-missing instance-required /v:l[k='1']/r\noperation-failed small-a /v:c/a\noperation-failed too-many-elements /v:l");

    private static string Errors(string body, string xml) => string.Join('\n', new ValidationBench(body).Errors(xml).Order(StringComparer.Ordinal));
}
