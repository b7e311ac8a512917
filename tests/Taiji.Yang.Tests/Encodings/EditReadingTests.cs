using Taiji.Yang.Data;
using static Taiji.Yang.Tests.Encodings.Documents;

namespace Taiji.Yang.Tests.Encodings;

public sealed class EditReadingTests
{
    private static readonly Taiji.Yang.Schema.YangSchema Schema = EncodingSchemas.Varied;

    private static string Describe(Edit edit) =>
        $"{edit.Operation} {(edit.Target.IsRoot ? "/" : edit.Target)} {edit.Payload?.ToJson()} {edit.Insert?.Place}".Trim();

    private static string[] Describe(string content, EditOperation defaultOperation = EditOperation.Merge) =>
        [.. Schema.ReadEdits(content, defaultOperation).Select(Describe)];

    [Fact]
    public void A_merge_without_operations_is_one_edit_at_the_root() =>
        Describe("<top xmlns='urn:m'><name>n</name><user><name>a</name></user></top>")
            .ShouldBe(["""Merge / {"m:top":{"name":"n","user":[{"name":"a"}]}}"""]);

    [Fact]
    public void Nothing_is_no_edit_but_replacing_all_by_nothing_is_one()
    {
        Describe("").ShouldBeEmpty();
        Describe("", EditOperation.None).ShouldBeEmpty();
        Describe("", EditOperation.Replace).ShouldBe(["Replace / {}"]);
    }

    [Fact]
    public void A_node_with_another_operation_is_an_edit_of_its_own_after_the_one_around_it() =>
        Describe("<top xmlns='urn:m'><user nc:operation='create'><name>a</name><age nc:operation='delete'/></user><name>n</name></top>").ShouldBe([
            """Merge / {"m:top":{"name":"n"}}""",
            """Create /m:top/user[name='a'] {"m:top":{"user":[{"name":"a"}]}}""",
            "Delete /m:top/user[name='a']/age",
        ]);

    [Fact]
    public void An_operation_that_is_inherited_anyway_makes_no_edit_of_its_own() =>
        Describe("<top xmlns='urn:m' nc:operation='merge'><name nc:operation='merge'>n</name></top>").ShouldBe(["""Merge / {"m:top":{"name":"n"}}"""]);

    [Fact]
    public void Default_operation_none_asks_only_for_what_is_around() =>
        Describe("<top xmlns='urn:m'><user><name>a</name><age nc:operation='merge'>1</age></user></top>", EditOperation.None).ShouldBe([
            """None / {"m:top":{"user":[{"name":"a"}]}}""",
            """Merge /m:top/user[name='a']/age {"m:top":{"user":[{"name":"a","age":1}]}}""",
        ]);

    [Fact]
    public void Deletes_of_every_kind_of_node_name_it_exactly() =>
        Describe("""
            <top xmlns='urn:m'><name nc:operation='delete'/><inner nc:operation='remove'/><user nc:operation='delete'><age>9</age><name>a</name></user>
            <dns nc:operation='remove'>x</dns><on nc:operation='delete'><level>3</level></on></top><blob xmlns='urn:m' nc:operation='delete'><what/></blob>
            """).ShouldBe([
            "Delete /m:top/name", "Remove /m:top/inner", "Delete /m:top/user[name='a']", "Remove /m:top/dns[.='x']", "Delete /m:top/on", "Delete /m:blob",
        ]);

    [Fact]
    public void Insert_with_its_anchor_is_taken_with_any_prefixes()
    {
        var edits = Schema.ReadEdits("""
            <t:top xmlns:t='urn:m'><t:route yang:insert='after' yang:key="[t:metric='2'][t:prefix='p]q']"><t:prefix>a</t:prefix><t:metric>1</t:metric></t:route>
            <t:dns yang:insert='first'>x</t:dns><t:dns yang:insert='before' yang:value='x'>y</t:dns></t:top>
            """);
        edits.Select(Describe).ShouldBe([
            """Merge /m:top/route[prefix='a'][metric='1'] {"m:top":{"route":[{"prefix":"a","metric":1}]}} After""",
            """Merge /m:top/dns[.='x'] {"m:top":{"dns":["x"]}} First""",
            """Merge /m:top/dns[.='y'] {"m:top":{"dns":["y"]}} Before""",
        ]);
        var list = edits[0].Target.Node;
        new DataPath(Schema, new DataPathStep(edits[0].Target.Steps[0].Node), new DataPathStep(list, edits[0].Insert!.Anchor!.Value)).ToString()
            .ShouldBe("/m:top/route[prefix='p]q'][metric='2']");
        edits[2].Insert!.Anchor!.Value.ToArray().ShouldBe("x"u8.ToArray());
    }

    [Fact]
    public void A_value_marked_as_default_goes_back_to_it()
    {
        const string Wd = "xmlns:wd='urn:ietf:params:xml:ns:netconf:default:1.0' wd:default='true'";
        Describe($"<top xmlns='urn:m'><mtu {Wd}>1500</mtu></top>").ShouldBe(["Remove /m:top/mtu"]);
        Describe($"<top xmlns='urn:m'><mtu nc:operation='create' {Wd}>1500</mtu></top>").ShouldBe(["""Create /m:top/mtu {"m:top":{"mtu":1500}}""", "Remove /m:top/mtu"]);
        Error(() => Schema.ReadEdits($"<top xmlns='urn:m'><mtu nc:operation='delete' {Wd}>1500</mtu></top>")).Tag.ShouldBe("invalid-value");
    }

    [Fact]
    public void A_deleted_case_and_a_new_one_may_stand_side_by_side() =>
        Describe("<top xmlns='urn:m'><l nc:operation='delete'/><r>x</r></top>").ShouldBe(["""Merge / {"m:top":{"r":"x"}}""", "Delete /m:top/l"]);

    [Theory]
    [InlineData("<top xmlns='urn:m' nc:operation='destroy'/>", "bad-attribute", "operation")]
    [InlineData("<top xmlns='urn:m' nc:operation='none'/>", "bad-attribute", "operation")]
    [InlineData("<top xmlns='urn:m' operation='delete'/>", "unknown-attribute", "operation")]
    [InlineData("<top xmlns='urn:m' nc:colour='red'/>", "unknown-attribute", "colour")]
    [InlineData("<top xmlns='urn:m'><user yang:insert='first'><name>a</name></user></top>", "unknown-attribute", "insert")]
    [InlineData("<top xmlns='urn:m'><name yang:insert='first'>a</name></top>", "unknown-attribute", "insert")]
    [InlineData("<top xmlns='urn:m'><dns yang:insert='middle'>a</dns></top>", "bad-attribute", "insert")]
    [InlineData("<top xmlns='urn:m'><dns yang:insert='before'>a</dns></top>", "missing-attribute", "value")]
    [InlineData("<top xmlns='urn:m'><dns yang:value='b'>a</dns></top>", "bad-attribute", "value")]
    [InlineData("<top xmlns='urn:m'><dns yang:insert='first' yang:value='b'>a</dns></top>", "bad-attribute", "value")]
    [InlineData("<top xmlns='urn:m'><dns yang:insert='first' yang:key='b'>a</dns></top>", "unknown-attribute", "key")]
    [InlineData("<top xmlns='urn:m'><dns nc:operation='delete' yang:insert='first'>a</dns></top>", "bad-attribute", "insert")]
    [InlineData("<m:top xmlns:m='urn:m'><m:route yang:insert='after' yang:key=\"[m:prefix='a']\"><m:prefix>b</m:prefix><m:metric>1</m:metric></m:route></m:top>", "bad-attribute", "key")]
    [InlineData("<m:top xmlns:m='urn:m'><m:route yang:insert='after' yang:key=\"[m:prefix='a'][m:metric='900']\"><m:prefix>b</m:prefix><m:metric>1</m:metric></m:route></m:top>", "bad-attribute", "key")]
    [InlineData("<m:top xmlns:m='urn:m'><m:route yang:insert='after' yang:key=\"a\"><m:prefix>b</m:prefix><m:metric>1</m:metric></m:route></m:top>", "bad-attribute", "key")]
    [InlineData("<top xmlns='urn:m'><user><name nc:operation='delete'>a</name></user></top>", "bad-attribute", "operation")]
    [InlineData("<top xmlns='urn:m' nc:operation='delete'><name nc:operation='create'>a</name></top>", "bad-attribute", "operation")]
    [InlineData("<top xmlns='urn:m'><user><age nc:operation='delete'/><name>a</name></user></top>", "bad-attribute", "operation")]
    public void Attributes_with_wrong_values_or_in_wrong_places_are_refused(string content, string tag, string attribute)
    {
        var error = Error(() => Schema.ReadEdits(content));
        error.Tag.ShouldBe(tag);
        error.Value("bad-attribute").ShouldBe(attribute);
        error.Value("bad-element").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("<top xmlns='urn:m'><user nc:operation='delete'/></top>", "missing-element")]
    [InlineData("<top xmlns='urn:m'><dns nc:operation='create'>a</dns><nope nc:operation='delete'/></top>", "unknown-element")]
    [InlineData("<top xmlns='urn:m'><mtu nc:operation='create'>x</mtu></top>", "invalid-value")]
    [InlineData("<top xmlns='urn:m'><l>x</l><r nc:operation='create'>x</r></top>", "bad-element")]
    [InlineData("<top xmlns='urn:m'><stats nc:operation='delete'/></top>", "unknown-element")]
    public void Errors_in_an_edit_s_content_are_those_of_data(string content, string tag) => Error(() => Schema.ReadEdits(content)).Tag.ShouldBe(tag);

    [Fact]
    public void A_key_leaf_with_its_entry_s_operation_is_no_error() =>
        Describe("<top xmlns='urn:m'><user nc:operation='create'><name nc:operation='create'>a</name></user></top>")
            .ShouldBe(["""Create /m:top/user[name='a'] {"m:top":{"user":[{"name":"a"}]}}"""]);

    [Fact]
    public void Operations_inside_an_anydata_are_no_business_of_ours() =>
        Describe("<blob xmlns='urn:m'><a xmlns='urn:x' nc:operation='delete'/></blob>").Length.ShouldBe(1);
}
