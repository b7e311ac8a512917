using FsCheck;
using FsCheck.Fluent;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Tests.Transactions.Differences;

public sealed class DiffTextTests
{
    private const string Before = """
        {"d:top":{"name":"old","left":"l","dns":["a","b"],"user":[{"name":"ann","age":1},{"name":"bob","age":2,"group":["g"]}]}}
        """;

    private const string After = """
        {"d:top":{"name":"new name","flag":[null],"right":{"r1":"x"},"dns":["b","c","a"],"user":[{"name":"ann","age":3},{"name":"cid"}]}}
        """;

    [Fact]
    public void People_see_what_comes_and_goes_in_the_tree() => Write(Before, After, DiffFormat.Cli).ShouldBe(Lines(
        " top {",
        "-    name old;",
        "+    name \"new name\";",
        "+    flag;",
        "-    left l;",
        "     right {",
        "+        r1 x;",
        "     }",
        "+    first: dns b;",
        "+    after b: dns c;",
        "     user ann {",
        "-        age 1;",
        "+        age 3;",
        "     }",
        "-    user bob {",
        "-        age 2;",
        "-        group g;",
        "-    }",
        "+    user cid {",
        "+    }",
        " }"));

    [Fact]
    public void Curly_brackets_say_delete_before_what_goes_and_take_away_first() => Write(Before, After, DiffFormat.Curly).ShouldBe(Lines(
        "top {",
        "    delete: left l;",
        "    delete: user bob;",
        "    name \"new name\";",
        "    flag;",
        "    right {",
        "        r1 x;",
        "    }",
        "    first: dns b;",
        "    after b: dns c;",
        "    user ann {",
        "        age 3;",
        "    }",
        "    user cid {",
        "    }",
        "}").Replace("left l;", "left;", StringComparison.Ordinal));

    [Fact]
    public void Commands_are_one_a_line() => Write(Before, After, DiffFormat.SetCommands).ShouldBe(Lines(
        "delete top left",
        "delete top user bob",
        "set top name \"new name\"",
        "set top flag",
        "set top right r1 x",
        "insert top dns b first",
        "set top dns c",
        "insert top dns c after b",
        "set top user ann age 3",
        "set top user cid"));

    [Fact]
    public void Xml_is_an_edit_config() => Write("""{"d:top":{"user":[{"name":"ann","age":1}]}}""", """{"d:top":{"rule":[{"kind":"dog","id":1}]}}""", DiffFormat.Xml).ShouldBe("""
        <nc:config xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" xmlns:yang="urn:ietf:params:xml:ns:yang:1">
          <top xmlns="urn:d">
            <user nc:operation="remove">
              <name>ann</name>
            </user>
            <rule nc:operation="create" yang:insert="first">
              <kind xmlns:dd="urn:d">dd:dog</kind>
              <id>1</id>
            </rule>
          </top>
        </nc:config>
        """);

    [Fact]
    public void Nothing_is_nothing()
    {
        foreach (var format in new[] { DiffFormat.Cli, DiffFormat.Curly, DiffFormat.SetCommands }) Write(Before, Before, format).ShouldBeEmpty();
        Write(Before, Before, DiffFormat.Json).ShouldBe("[]");
        Write(Before, Before, DiffFormat.Xml).ShouldBe("""<nc:config xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" />""");
    }

    [Theory]
    [InlineData(DiffFormat.Cli)]
    [InlineData(DiffFormat.Curly)]
    [InlineData(DiffFormat.SetCommands)]
    [InlineData(DiffFormat.Xml)]
    [InlineData(DiffFormat.Json)]
    public void What_may_not_be_read_is_not_told(DiffFormat format)
    {
        var (before, after) = (DifferenceModule.Read(Before), DifferenceModule.Read(After));
        var text = DiffText.Write(new DataDiff(before, after), format, n => n.Schema.Name is not ("user" or "dns" or "name"));
        text.ShouldContain("r1");
        foreach (var hidden in new[] { "ann", "bob", "cid", "new name", "old", "dns" }) text.ShouldNotContain(hidden);
    }

    /// <summary>Whatever differs, the edit-config read back and applied to the old tree makes the new one.</summary>
    [Fact]
    public void An_edit_config_makes_just_the_difference() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => Reproduces(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>A difference turned round is the difference the other way round, in what it names and in which order.</summary>
    [Fact]
    public void A_difference_reversed_is_that_of_the_trees_the_other_way_round() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed =>
        {
            var random = new Random(seed);
            var (before, after) = (DifferenceModule.Read(DifferenceModule.Random(random)), DifferenceModule.Read(DifferenceModule.Random(random)));
            var diff = new DataDiff(before, after);
            _ = diff.IsEmpty;
            Lines(diff.Reverse()).ShouldBe(Lines(new DataDiff(after, before)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static IEnumerable<string> Lines(DataDiff diff) => diff.Changes.Select(c =>
        $"{c.Kind} {c.Node} {(c.Kind == DataChangeKind.ValueChanged ? DifferenceModule.Value(c.Before) + " to " + DifferenceModule.Value(c.After) : "")}");

    private static void Reproduces(int seed)
    {
        var random = new Random(seed);
        var (before, after) = (DifferenceModule.Read(DifferenceModule.Random(random)), DifferenceModule.Read(DifferenceModule.Random(random)));
        var xml = DiffText.Write(new DataDiff(before, after), DiffFormat.Xml);
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(xml)));
        reader.MoveToContent();
        var editor = before.Edit();
        foreach (var edit in new XmlDataReader(DifferenceModule.Schema).ReadEdits(reader, EditOperation.Merge)) editor.Apply(edit).ShouldBeNull(xml);
        DifferenceModule.Xml(editor.Seal()).ShouldBe(DifferenceModule.Xml(after), xml);
    }

    private static string Write(string before, string after, DiffFormat format) =>
        DiffText.Write(new DataDiff(DifferenceModule.Read(before), DifferenceModule.Read(after)), format);

    private static string Lines(params string[] lines) => string.Concat(lines.Select(l => l + "\n"));
}
