using Taiji.Datastores.AccessControl;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Templates;

public sealed class TemplateExpansionTests : IDisposable
{
    private readonly TemplateHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Variables_and_expressions_are_put_into_values()
    {
        _host.Apply("<description>{$WHO}'s {concat('de', 'vice')}, {1 + 1} of {count(/l:links/l:link)} in {$TEMPLATE_NAME}; {'{'}{'}'}</description>", ("WHO", "Joe"))
            .ShouldBe("""{"description":"Joe\u0027s device, 2 of 2 in t; {}"}""");
    }

    [Fact]
    public void A_value_with_an_expression_that_finds_no_node_is_not_set()
    {
        _host.Apply("<description>from {/l:links/l:link[l:name='z']/l:address}</description>").ShouldBe("");
        _host.Apply("<interface><name>{/l:links/l:link[l:name='z']/l:name}</name><address>1</address></interface>").ShouldBe("");
        _host.Apply("<description>{string(/l:links/l:link[l:name='z']/l:address)}</description>").ShouldBe("""{"description":""}""");
    }

    [Fact]
    public void What_may_not_be_read_is_not_there_for_a_template()
    {
        Hide(n => n.Schema.Name is "cost" or "mtu" || (n.Schema.Name == "link" && n.ChildText("name") == "b"));
        _host.Apply("<?foreach {/l:links/l:link}?><interface><name>{l:name}</name><cost>{l:cost}</cost></interface><?end?>").ShouldBe("""{"interface":[{"name":"a"}]}""");
        _host.Apply("<description>{count(/l:links/l:link)}</description>").ShouldBe("""{"description":"1"}""");
        _host.Apply("<interface><name>c</name><options><note>n</note><?copy-tree {/l:links/l:link[l:name='a']/l:options}?></options></interface>").ShouldBe("""{"interface":[{"name":"c","options":{"note":"n"}}]}""");
        Should.Throw<RpcErrorException>(() => _host.ApplyWhole("<device xmlns='urn:test:links'><description>x</description></device>", "/links:links/link[name='b']")).Errors[0].Tag.ShouldBe("data-missing");
    }

    [Fact]
    public void A_view_is_asked_about_what_the_expressions_reach_and_nothing_else()
    {
        _host.Data = _host.Read("<links xmlns='urn:test:links'>" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<link><name>{i}</name><address>a{i}</address></link>")) + "</links>");
        var asked = 0;
        Hide(_ =>
        {
            asked++;
            return false;
        });
        _host.Apply("<description>{/l:links/l:link[l:name='7']/l:address}</description>").ShouldBe("""{"description":"a7"}""");
        asked.ShouldBeLessThan(50);
    }

    private void Hide(Func<DataNode, bool> isHidden) => _host.View = new ReadView(n => !isHidden(n), _ => false, _ => null);

    [Fact]
    public void Only_one_branch_of_a_condition_counts()
    {
        const string template = "<?if {$N = 1}?><description>one</description><?elif {$N = 2}?><description>two</description><?else?><description>many</description><?end?>";
        _host.Apply(template, ("N", "1")).ShouldBe("""{"description":"one"}""");
        _host.Apply(template, ("N", "2")).ShouldBe("""{"description":"two"}""");
        _host.Apply(template, ("N", "7")).ShouldBe("""{"description":"many"}""");
        _host.Apply("<?if {/l:links/l:link[l:name='z']}?><description>there</description><?end?>").ShouldBe("");
    }

    [Fact]
    public void Foreach_makes_each_node_the_context_node()
    {
        _host.Apply("<?foreach {/l:links/l:link}?><interface><name>{l:name}</name><?if {l:cost}?><cost>{current()/l:cost + 1}</cost><?end?></interface><?end?>")
            .ShouldBe("""{"interface":[{"name":"a","cost":4},{"name":"b"}]}""");
        _host.Apply("<?foreach {/l:links/l:link/l:tag}?><interface><name>{.}</name><address>{../l:address}</address></interface><?end?>")
            .ShouldBe("""{"interface":[{"name":"x","address":"10.0.0.1"},{"name":"y","address":"10.0.0.1"}]}""");
    }

    [Fact]
    public void A_key_of_several_nodes_makes_several_entries_with_the_nodes_parents_as_context()
    {
        _host.Apply("<interface><name>{/l:links/l:link/l:name}</name><address>{l:address}</address></interface>")
            .ShouldBe("""{"interface":[{"name":"a","address":"10.0.0.1"},{"name":"b","address":"10.0.0.2"}]}""");
        _host.ApplyWhole("""<device xmlns="urn:test:links"><interface><name>{string(l:link/l:name)}</name><address>{l:link[2]/l:address}</address></interface></device>""", "/links:links")
            .ShouldBe("""{"interface":[{"name":"a","address":"10.0.0.2"}]}""");
        _host.Apply("<rule><from>{/l:links/l:link/l:name}</from><to>{l:address}</to></rule>").ShouldBe("""{"rule":[{"from":"a","to":"10.0.0.1"},{"from":"b","to":"10.0.0.2"}]}""");
    }

    [Fact]
    public void A_leaf_list_gets_an_entry_for_each_node()
    {
        _host.Apply("<used>{/l:links/l:link/l:name}</used><used>c{$N}</used>", ("N", "1")).ShouldBe("""{"used":["a","b","c1"]}""");
    }

    [Fact]
    public void For_counts_and_variables_end_with_their_block()
    {
        _host.Apply("<?for i=0; {$i < 3}; i={$i + 1}?><interface><name>0/{$i}</name><shutdown/></interface><?end?>")
            .ShouldBe("""{"interface":[{"name":"0/0","shutdown":[null]},{"name":"0/1","shutdown":[null]},{"name":"0/2","shutdown":[null]}]}""");
        _host.Apply("<?set sum=0?><?foreach {/l:links/l:link}?><?set sum={$sum + 1}?><?set own=x{$sum}?><?end?><description>{$sum}</description>").ShouldBe("""{"description":"2"}""");
        _host.Write("t", """<device xmlns="urn:test:links"><?if {true()}?><?set own=1?><?end?><description>{$own}{$other}{$own}</description></device>""");
        _host.Load().Get("t").Variables.ShouldBe(["own", "other"]);
    }

    [Fact]
    public void Endless_loops_end()
    {
        _host.Refuse("<?for ; {true()}; ?><?end?>").Single().Tag.ShouldBe("resource-denied");
    }

    [Fact]
    public void Contexts_are_set_saved_and_switched_until_their_block_ends()
    {
        _host.ApplyWhole(
            """
            <device xmlns="urn:test:links">
              <?save-context top?>
              <?if {true()}?><?set-context-node {/l:links/l:link[l:name='b']}?><used>{l:address}</used><?switch-context top?><used>top-{l:name}</used><?end?>
              <used>after-{l:name}</used>
            </device>
            """, "/links:links/link[name='a']").ShouldBe("""{"used":["10.0.0.2","after-a","top-a"]}""");
        _host.Refuse("<?switch-context nowhere?>").Single().Message.ShouldBe("t.xml:1:116: no context was saved as 'nowhere'");
    }

    [Fact]
    public void Copy_tree_copies_what_is_below_a_node()
    {
        _host.Apply("<interface><name>new</name><options><?copy-tree {/l:links/l:link[l:name='a']/l:options}?></options></interface>")
            .ShouldBe("""{"interface":[{"name":"new","options":{"mtu":1500}}]}""");
        _host.Refuse("<interface><name>new</name><?copy-tree {/l:links/l:link[l:name='a']}?></interface>").Single().Message!.ShouldContain("there is no 'tag'");
        _host.Refuse("<options xmlns='urn:none'/>".Replace("<options xmlns='urn:none'/>", "<interface><name>n</name><?copy-tree {/l:links/l:link}?></interface>", StringComparison.Ordinal))
            .Single().Message!.ShouldContain("gives 2 nodes, where one is needed");
    }

    [Fact]
    public void Identities_keep_their_module_when_they_are_copied_or_written_with_a_prefix()
    {
        _host.Apply("<interface><name>i</name><kind>{/l:links/l:link/l:kind}</kind></interface><interface><name>j</name><kind>l:copper</kind></interface>")
            .ShouldBe("""{"interface":[{"name":"i","kind":"links:copper"},{"name":"j","kind":"links:copper"}]}""");
        _host.Apply("<?if {/l:links/l:link/l:kind = 'l:copper'}?><description>yes</description><?end?>").ShouldBe("""{"description":"yes"}""");
    }

    [Fact]
    public void Tags_say_what_becomes_of_what_is_there()
    {
        _host.Data = _host.Read("""<device xmlns="urn:test:links"><description>old</description><interface><name>a</name><address>1</address><cost>9</cost></interface></device>""");
        _host.Apply("<interface tags='replace'><name>a</name><address>2</address></interface>").ShouldBe("""{"description":"old","interface":[{"name":"a","address":"2"}]}""");
        _host.Apply("<interface><name>a</name><cost tags='delete'/></interface>").ShouldBe("""{"description":"old","interface":[{"name":"a","address":"1"}]}""");
        _host.Apply("<interface tags='delete'><name>a</name><address>5</address></interface><interface tags='delete'><name>z</name></interface>").ShouldBe("""{"description":"old"}""");
        _host.Apply("<interface tags='create'><name>n</name><address>7</address></interface>").ShouldContain("\"address\":\"7\"");
        _host.Refuse("<interface tags='create'><name>a</name></interface>").Single().Tag.ShouldBe("data-exists");
    }

    [Fact]
    public void Nocreate_changes_what_is_there_and_is_inherited_until_merge()
    {
        _host.Data = _host.Read("""<device xmlns="urn:test:links"><interface><name>a</name><address>1</address></interface></device>""");
        _host.Apply("<interface tags='nocreate'><name>a</name><address>2</address><cost>1</cost></interface><interface tags='nocreate'><name>b</name><address>3</address></interface><description tags='nocreate'>no</description>")
            .ShouldBe("""{"interface":[{"name":"a","address":"2"}]}""");
        _host.Apply("<interface tags='nocreate'><name>a</name><options tags='merge'><mtu>9000</mtu></options></interface>")
            .ShouldBe("""{"interface":[{"name":"a","address":"1","options":{"mtu":9000}}]}""");
    }

    [Fact]
    public void Entries_are_inserted_where_the_template_says()
    {
        _host.Data = _host.Read("""<device xmlns="urn:test:links"><rule><from>a</from><to>b</to></rule><order>m</order></device>""");
        _host.Apply(
            "<rule insert='first'><from>1</from><to>{$TO}</to></rule><rule insert='after' value=\"a {$B}\"><from>3</from><to>4</to></rule><order insert='before' value='m'>k</order><order insert='last'>z</order>",
            ("TO", "2"), ("B", "b"))
            .ShouldBe("""{"rule":[{"from":"1","to":"2"},{"from":"a","to":"b"},{"from":"3","to":"4"}],"order":["k","m","z"]}""");
        _host.Refuse("<rule insert='before' value='nope x'><from>1</from><to>2</to></rule>").Single().Tag.ShouldBe("bad-attribute");
        _host.Refuse("<rule insert='before' value='one'><from>1</from><to>2</to></rule>").Single().Message!.ShouldContain("not the 2 keys");
    }

    [Fact]
    public void Macros_are_text_that_is_put_in()
    {
        _host.Write("macros", "<?macro If name cost='1' note=\"n {$name}\"?><interface xmlns=\"urn:test:links\"><name>$name</name><cost>$cost</cost></interface><?endmacro?>");
        _host.ApplyWhole("""<?macro Two a b?><?expand If name='$a'?><?expand If name='$b' cost='{1 + 1}'?><?endmacro?><device xmlns="urn:test:links"><?expand Two a='x' b='y'?></device>""", null)
            .ShouldBe("""{"interface":[{"name":"x","cost":1},{"name":"y","cost":2}]}""");
    }

    [Fact]
    public void Anydata_is_copied_as_it_is_written()
    {
        _host.Apply("<extra><a xmlns='urn:x'><b>{kept}</b></a></extra>").ShouldContain("{kept}");
    }

    [Fact]
    public void What_cannot_be_applied_is_told_with_its_place()
    {
        _host.Refuse("<description>{$A}{$B}</description>", ("B", "1"), ("C", "2")).Select(e => e.Message).ShouldBe(["template 't' needs a value for its variable 'A'", "template 't' has no variable 'C': it has A, B"]);
        _host.Refuse("<interface><name>x</name>\n<cost>{$C}</cost></interface>", ("C", "many")).Single().Message!.ShouldStartWith("t.xml:2:2: ");
        var error = _host.Refuse("<description>{$C}</description>", ("C", "bell\u0007")).Single();
        (error.Tag, error.Message!.StartsWith("t.xml:1:", StringComparison.Ordinal)).ShouldBe(("invalid-value", true));
        _host.Refuse("<rule insert='before' value='a {$C}'><from>1</from><to>2</to></rule>", ("C", "\0")).Single().Tag.ShouldBe("invalid-value");
        _host.Apply("<description>{$C}</description>", ("C", "<&>\"'\n")).ShouldContain("description");
        _host.Refuse("<?foreach {'text'}?><?end?>").Single().Message!.ShouldEndWith("''text'' gives a value, where nodes are needed");
        Should.Throw<Taiji.Yang.Diagnostics.RpcErrorException>(() => _host.ApplyWhole("", "/links:links/link[name='none']")).Errors.Single().Tag.ShouldBe("data-missing");
    }
}
