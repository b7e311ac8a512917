using Taiji.Yang.Data;
using Taiji.Yang.Data.Validation;

namespace Taiji.Yang.Tests.Data.Validation;

public sealed class DataValidatorTests
{
    [Fact]
    public void A_false_must_is_a_must_violation_unless_it_has_a_tag_of_its_own()
    {
        var bench = new ValidationBench("container c { leaf a { type int8; must '. > ../b' { error-app-tag small; error-message 'a is small'; } must '. < 10'; } leaf b { type int8; default 3; } }");
        bench.Errors("<c><a>5</a></c>").ShouldBeEmpty();
        bench.Errors("<c><a>2</a></c>").ShouldBe(["operation-failed small /v:c/a"]);
        bench.Errors("<c><a>20</a></c>").ShouldBe(["operation-failed must-violation /v:c/a"]);
        bench.Validator.Validate(bench.Tree("<c><a>2</a></c>"))[0].Message.ShouldBe("a is small");
        bench.Change("<c><a>5</a></c>", "<c><a>5</a><b>7</b></c>").ShouldBe(["operation-failed small /v:c/a"]);
    }

    [Fact]
    public void Mandatory_nodes_are_wanted_through_containers_without_presence()
    {
        var bench = new ValidationBench("""
            container n { container m { leaf a { type string; mandatory true; } } }
            container p { presence x; leaf b { type string; mandatory true; } choice ch { mandatory true; leaf x { type empty; } case y { leaf y1 { type empty; } leaf y2 { mandatory true; type empty; } } } }
            """);
        bench.Errors("").ShouldBe(["data-missing - /v:n/m/a"]);
        bench.Errors("<n><m><a>1</a></m></n><p/>").ShouldBe(["data-missing - /v:p/b", "data-missing missing-choice /v:p"]);
        bench.Change("<n><m><a>1</a></m></n>", "<n><m><a>1</a></m></n><p><b>1</b><y1/></p>").ShouldBe(["data-missing - /v:p/y2"]);
        bench.Change("<n><m><a>1</a></m></n>", "").ShouldBe(["data-missing - /v:n/m/a"]);
    }

    [Fact]
    public void Entries_are_counted()
    {
        var bench = new ValidationBench("list l { key k; min-elements 1; max-elements 2; leaf k { type string; } leaf-list ll { type int8; max-elements 1; } }");
        bench.Errors("").ShouldBe(["operation-failed too-few-elements /v:l"]);
        bench.Change("<l><k>1</k></l>", "<l><k>1</k></l><l><k>2</k></l><l><k>3</k><ll>1</ll><ll>2</ll></l>")
            .ShouldBe(["operation-failed too-many-elements /v:l[k='3']/ll", "operation-failed too-many-elements /v:l"], ignoreOrder: true);
    }

    [Fact]
    public void A_unique_counts_defaults_and_skips_entries_that_lack_a_leaf()
    {
        var bench = new ValidationBench("list l { key k; unique 'c/a b'; leaf k { type string; } container c { leaf a { type int8; default 1; } } leaf b { type int8; } }");
        bench.Errors("<l><k>1</k></l><l><k>2</k></l>").ShouldBeEmpty();
        bench.Change("<l><k>1</k><b>5</b></l><l><k>2</k></l>", "<l><k>1</k><b>5</b></l><l><k>2</k><c><a>1</a></c><b>5</b></l>").ShouldBe(["operation-failed data-not-unique /v:l[k='2']"]);
        var error = bench.Validator.Validate(bench.Tree("<l><k>1</k><b>5</b></l><l><k>2</k><b>5</b></l>"))[0];
        error.Info.Select(i => i.Name + " " + i.Value).ShouldBe(["non-unique /v:l[k='2']/c/a", "non-unique /v:l[k='2']/b"]);
    }

    [Fact]
    public void References_need_their_instance()
    {
        var bench = new ValidationBench("""
            list t { key k; leaf k { type string; } leaf v { type string; } }
            leaf r { type leafref { path "/t/k"; } }
            leaf free { type leafref { path "/t/k"; require-instance false; } }
            leaf nv { type leafref { path "/t/v"; } }
            leaf i { type instance-identifier; }
            leaf u { type union { type leafref { path "/t/k"; } type string { pattern 'x.*'; } } }
            """);
        bench.Errors("<t><k>1</k><v>a</v></t><r>1</r><free>9</free><nv>a</nv><u>1</u><i xmlns:v='urn:v'>/v:t[v:k='1']/v:v</i>").ShouldBeEmpty();
        bench.Change("<t><k>1</k><v>a</v></t><r>1</r><free>9</free><nv>a</nv><u>1</u><i xmlns:v='urn:v'>/v:t[v:k='1']/v:v</i>", "<r>1</r><free>9</free><nv>a</nv><u>1</u><i xmlns:v='urn:v'>/v:t[v:k='1']/v:v</i>")
            .ShouldBe(["data-missing instance-required /v:r", "data-missing instance-required /v:nv", "data-missing instance-required /v:i", "data-missing instance-required /v:u"], ignoreOrder: true);
        bench.Errors("<u>xy</u>").ShouldBeEmpty();
        bench.Errors("<u>ab</u>").ShouldBe(["data-missing instance-required /v:u"]);
    }

    [Fact]
    public void A_node_whose_when_is_false_is_unknown()
    {
        var bench = new ValidationBench("leaf t { type string; } container c { when \"../t = 'a'\"; leaf x { type string; } leaf m { type string; mandatory true; } } leaf d { when \"/t = 'b'\"; type string; must \"false()\"; default z; }");
        bench.Errors("<t>x</t>").ShouldBeEmpty();
        bench.Errors("<t>x</t><c><x>1</x><m>1</m></c>").ShouldBe(["unknown-element - /v:c"]);
        bench.Change("<t>x</t>", "<t>a</t>").ShouldBe(["data-missing - /v:c/m"]);
        bench.Change("<t>x</t>", "<t>a</t><c><x>1</x></c>").ShouldBe(["data-missing - /v:c/m"]);
        bench.Change("<t>x</t>", "<t>b</t>").ShouldBe(["operation-failed must-violation /v:d"]);
    }

    [Fact]
    public void What_a_change_makes_void_is_removed_and_what_it_sets_in_vain_is_refused()
    {
        var bench = new ValidationBench("leaf t { type string; } container c { when \"../t = 'a'\"; leaf x { type string; } list l { key k; leaf k { type string; } } } leaf y { when '../c/x'; type string; }");
        var before = bench.Tree("<t>a</t><c><x>1</x><l><k>1</k></l></c><y>1</y>");
        var cleaned = bench.Validator.Cleaner.CleanUp(before, bench.Tree("<t>b</t><c><x>1</x><l><k>1</k></l></c><y>1</y>"), out var errors);
        errors.ShouldBeEmpty();
        new DataDiff(cleaned, bench.Tree("<t>b</t>")).IsEmpty.ShouldBeTrue();
        bench.Validator.Cleaner.CleanUp(bench.Tree("<t>b</t>"), bench.Tree("<t>b</t><c><x>1</x></c>"), out errors);
        ValidationBench.Show(errors).ShouldBe(["unknown-element - /v:c"]);
        var same = bench.Tree("<t>a</t><c><x>2</x></c>");
        bench.Validator.Cleaner.CleanUp(before, same, out errors).ShouldBeSameAs(same);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public void Parameters_of_operations_see_the_data_around_them()
    {
        var bench = new ValidationBench("""
            list l { key k; leaf k { type string; } leaf free { type uint8; }
              action act { input { leaf n { type uint8; mandatory true; must '. <= ../../free'; } leaf other { type leafref { path '/l/k'; } } } } }
            """);
        var data = bench.Tree("<l><k>1</k><free>5</free></l>");
        var action = ((Taiji.Yang.Schema.ListNode)bench.Schema.Root.DataChildren[0]).Actions[0];
        data.TryFind(DataPath.Parse(bench.Schema, "/v:l[k='1']"), out var entry).ShouldBeTrue();
        string[] Judge(params (string Leaf, byte[] Value)[] leaves)
        {
            var builder = new DataTreeBuilder(bench.Schema, action.Input);
            foreach (var (leaf, value) in leaves) builder.AddLeaf((Taiji.Yang.Schema.LeafNode)action.Input.FindChild(action.Module, leaf)!, value);
            return ValidationBench.Show(bench.Validator.ValidateOperation(builder.Seal(), data, entry));
        }

        Judge(("n", [5])).ShouldBeEmpty();
        Judge(("n", [6])).ShouldBe(["operation-failed must-violation /v:n"], customMessage: "the path of a parameter starts at its input");
        Judge(("n", [1]), ("other", "2"u8.ToArray())).Length.ShouldBe(1);
        Judge().Length.ShouldBe(1);
    }

    [Fact]
    public void State_is_checked_when_asked_for()
    {
        var bench = new ValidationBench("container s { config false; leaf a { type int8; must '. > 1'; } leaf m { type int8; mandatory true; } }");
        bench.Errors("<s><a>1</a></s>").ShouldBeEmpty();
        bench.Errors("<s><a>1</a></s>", ValidationContent.All).ShouldBe(["data-missing - /v:s/m", "operation-failed must-violation /v:s/a"], ignoreOrder: true);
    }
}
