namespace Taiji.Conformance.YangCommands;

/// <summary>The built command: exit status, standard output, standard error.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Module = """
        module shop {
          yang-version 1.1;
          namespace "urn:shop";
          prefix s;
          include shop-items;
          feature discounts;
          leaf currency { type string { length "3"; } mandatory true; }
          leaf discount { if-feature discounts; type uint8; }
          container totals { config false; leaf sold { type uint32; } }
        }
        """;

    private const string Submodule = """
        submodule shop-items {
          yang-version 1.1;
          belongs-to shop { prefix s; }
          list item {
            key name;
            leaf name { type string; }
            leaf price { type decimal64 { fraction-digits 2; } mandatory true; }
            must "price > 0" { error-app-tag too-cheap; }
          }
        }
        """;

    private readonly TempFiles _files = new();

    public CommandLineTests()
    {
        _files.Add("modules/deep/shop.yang", Module);
        _files.Add("modules/shop-items.yang", Submodule);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Valid_modules_end_with_0_and_say_nothing()
    {
        var result = await YangRun.ProcessAsync("check", "-p", Modules, "shop");
        (result.Status, result.Output, result.Error).ShouldBe((0, "", ""));
    }

    [Fact]
    public async Task An_error_is_told_with_file_line_and_column()
    {
        var file = _files.Add("bad.yang", "module bad {\n  namespace \"urn:bad\";\n  prefix b;\n  leaf a { type nothing; }\n}\n");
        var result = await YangRun.ProcessAsync("check", file);
        result.Status.ShouldBe(1);
        result.Error.ShouldMatch($@"^{file}:4:17: error TJ\d{{4}}: .*nothing.*\n$");
    }

    [Fact]
    public async Task A_submodule_is_checked_through_its_module()
    {
        var file = _files.Add("modules/shop-items.yang", Submodule.Replace("price > 0", "price >"));
        var result = await YangRun.ProcessAsync("check", "-p", Modules, file);
        result.Status.ShouldBe(1);
        result.Error.ShouldContain("shop-items.yang:");
    }

    [Fact]
    public async Task Warnings_are_printed_and_not_counted()
    {
        var file = _files.Add("warned.yang", "module warned { namespace \"urn:w\"; prefix w; container c { must \"nowhere = 1\"; leaf a { type string; } } }");
        var result = await YangRun.ProcessAsync("check", file);
        result.Status.ShouldBe(0);
        result.Error.ShouldContain(": warning TJ");
    }

    [Theory]
    [InlineData("check", "no-such-file.yang")]
    [InlineData("check", "-p", "no-such-directory", "shop")]
    [InlineData("check")]
    [InlineData("check", "--no-such-option", "shop")]
    [InlineData("no-such-command")]
    [InlineData("validate", "shop.xml")]
    [InlineData("validate", "-m", "shop", "no-such-file.xml")]
    [InlineData("validate", "-m", "shop", "--type", "nothing", "shop.xml")]
    [InlineData("convert", "-m", "shop", "shop.xml")]
    [InlineData("check", "-F", "shop", "shop")]
    public async Task Unusable_options_end_with_2_and_say_why(params string[] arguments)
    {
        var result = await YangRun.ProcessAsync(arguments);
        (result.Status, result.Output).ShouldBe((2, ""));
        result.Error.TrimEnd('\n').Split('\n').ShouldAllBe(l => l.StartsWith("taiji: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_violation_is_a_line_with_error_tag_app_tag_and_path()
    {
        var file = _files.Add("bad.json", """{"shop:item":[{"name":"tea","price":"-1.00"},{"name":"pot"}]}""");
        var result = await YangRun.ProcessAsync("validate", "-p", Modules, "-m", "shop", file);
        result.Status.ShouldBe(1);
        result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(
            [
                "data-missing /shop:currency: ", "data-missing /shop:item[name='pot']/price: ", "operation-failed [too-cheap] /shop:item[name='pot']: ",
                "operation-failed [too-cheap] /shop:item[name='tea']: ",
            ],
            new PrefixComparer());
    }

    [Theory]
    [InlineData("<currency xmlns='urn:shop'>EUR</currency><item xmlns='urn:shop'><name>tea</name><price>2.5</price></item>")]
    [InlineData("<?xml version='1.0'?><data><currency xmlns='urn:shop'>EUR</currency></data>")]
    [InlineData("<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><currency xmlns='urn:shop'>EUR</currency></config>")]
    [InlineData("{\"shop:currency\":\"EUR\"}")]
    [InlineData("\n {\"ietf-restconf:data\":{\"shop:currency\":\"EUR\",\"shop:totals\":{\"sold\":3}}}")]
    public void A_document_may_be_bare_or_wrapped(string text)
    {
        var result = YangRun.Here("validate", "-p", Modules, "-m", "shop", _files.Add("document", text));
        (result.Status, result.Error).ShouldBe((0, ""));
    }

    [Theory]
    [InlineData("<currency xmlns='urn:shop'>EUR</currency></data><data>", "malformed-message")]
    [InlineData("<currency xmlns='urn:shop'>EUR</currency>\n<item", "malformed-message")]
    [InlineData("<!DOCTYPE a []><currency xmlns='urn:shop'>EUR</currency>", "malformed-message")]
    [InlineData("{\"shop:currency\":\"EUR\"} x", "malformed-message")]
    [InlineData("currency EUR", "malformed-message")]
    [InlineData("<currency xmlns='urn:shop'>EURO</currency>", "invalid-value /shop:currency")]
    [InlineData("", "data-missing /shop:currency")]
    public void A_bad_document_is_refused_with_its_tag(string text, string start)
    {
        var result = YangRun.Here("validate", "-p", Modules, "-m", "shop", _files.Add("document", text));
        result.Status.ShouldBe(1);
        result.Error.ShouldTell(start);
    }

    [Fact]
    public void A_bad_value_is_told_with_its_place_in_the_file()
    {
        var json = _files.Add("place.json", "{\n  \"shop:currency\":\n    \"EURO\"}");
        YangRun.Here("validate", "-p", Modules, "-m", "shop", json).Error.ShouldStartWith($"{json}:3:5: invalid-value /shop:currency: ");
        var xml = _files.Add("place.xml", "<data>\n <currency xmlns='urn:shop'>EURO</currency></data>");
        YangRun.Here("validate", "-p", Modules, "-m", "shop", xml).Error.ShouldStartWith($"{xml}:2:29: invalid-value /shop:currency: ");
    }

    [Fact]
    public void State_is_refused_in_a_configuration()
    {
        var file = _files.Add("state.json", """{"shop:currency":"EUR","shop:totals":{"sold":3}}""");
        YangRun.Here("validate", "-p", Modules, "-m", "shop", file).Status.ShouldBe(0);
        foreach (var option in new[] { "--no-state", "--type=config" })
        {
            var result = YangRun.Here("validate", "-p", Modules, "-m", "shop", option, file);
            result.Status.ShouldBe(1);
            result.Error.ShouldTell("unknown-element /shop:totals");
        }
    }

    [Fact]
    public void A_part_of_the_data_need_not_be_complete()
    {
        var file = _files.Add("part.xml", "<data><item xmlns='urn:shop'><name>tea</name></item></data>");
        YangRun.Here("validate", "-p", Modules, "-m", "shop", "--type", "get", file).Status.ShouldBe(0);
        YangRun.Here("validate", "-p", Modules, "-m", "shop", "--type", "edit", file).Status.ShouldBe(0);
        YangRun.Here("validate", "-p", Modules, "-m", "shop", file).Status.ShouldBe(1);
    }

    [Fact]
    public void An_edit_has_operations_that_other_documents_may_not_have()
    {
        var file = _files.Add("edit.xml", "<config><item xmlns='urn:shop' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'><name>tea</name></item></config>");
        YangRun.Here("validate", "-p", Modules, "-m", "shop", "--type", "edit", file).Status.ShouldBe(0);
        YangRun.Here("validate", "-p", Modules, "-m", "shop", "--type", "get", file).Error.ShouldTell("unknown-attribute");
    }

    [Fact]
    public void A_feature_that_is_off_takes_its_nodes_away()
    {
        var file = _files.Add("discount.json", """{"shop:currency":"EUR","shop:discount":5}""");
        YangRun.Here("validate", "-p", Modules, "-m", "shop", "-F", "shop:*", file).Status.ShouldBe(0);
        YangRun.Here("validate", "-p", Modules, "-m", "shop", "-F", "shop:discounts", file).Status.ShouldBe(0);
        YangRun.Here("validate", "-p", Modules, "-m", "shop", "-F", "shop:", file).Error.ShouldTell("unknown-element");
    }

    [Fact]
    public async Task Convert_writes_the_other_encoding()
    {
        var file = _files.Add("shop.xml", "<currency xmlns='urn:shop'>EUR</currency><item xmlns='urn:shop'><name>tea</name><price>2.5</price></item>");
        var json = await YangRun.ProcessAsync("convert", "-p", Modules, "-m", "shop", "--to", "json", file);
        json.Succeeded.Where(c => !char.IsWhiteSpace(c)).ShouldBe("""{"shop:item":[{"name":"tea","price":"2.5"}],"shop:currency":"EUR"}""", ignoreOrder: true);
        var back = await YangRun.ProcessAsync("convert", "-p", Modules, "-m", "shop", "--to", "xml", _files.Add("shop.json", json.Output));
        var difference = await YangRun.ProcessAsync("diff", "-p", Modules, "-m", "shop", file, _files.Add("back.xml", back.Succeeded));
        (difference.Status, difference.Output).ShouldBe((0, ""));
    }

    [Fact]
    public void Diff_names_what_came_went_and_changed()
    {
        var before = _files.Add("before.json", """{"shop:currency":"EUR","shop:item":[{"name":"tea","price":"2.5"}]}""");
        var after = _files.Add("after.xml", "<currency xmlns='urn:shop'>USD</currency><item xmlns='urn:shop'><name>pot</name><price>9</price></item>");
        YangRun.Here("diff", "-p", Modules, "-m", "shop", before, after).Succeeded.Split('\n').ShouldBe(
            ["~ /shop:currency: EUR -> USD", "- /shop:item[name='tea']", "+ /shop:item[name='pot']", ""], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/shop:item/price", "/shop:item[name='pot']/price\n/shop:item[name='tea']/price\n")]
    [InlineData("sum(/s:item/s:price)", "11.5\n")]
    [InlineData("string(/item[name='pot']/price)", "9.0\n")]
    [InlineData("-1", "-1\n")]
    [InlineData("/item[3]", "")]
    [InlineData("boolean(/item)", "true\n")]
    public void XPath_prints_the_value(string expression, string printed)
    {
        var file = _files.Add("shop.json", """{"shop:currency":"EUR","shop:item":[{"name":"tea","price":"2.5"},{"name":"pot","price":"9"}]}""");
        var result = YangRun.Here("xpath", "-p", Modules, "-m", "shop", file, "--", expression);
        (result.Status, result.Output).ShouldBe((0, printed));
    }

    [Fact]
    public async Task An_expression_that_is_none_is_told_with_its_place()
    {
        var file = _files.Add("shop.json", """{"shop:currency":"EUR"}""");
        var result = await YangRun.ProcessAsync("xpath", "-p", Modules, "-m", "shop", file, "/item[");
        result.Status.ShouldBe(1);
        result.Error.ShouldStartWith("EXPR:1:7: error");
    }

    private string Modules => Path.Combine(_files.Root, "modules");

    /// <summary>Holds a line equal to its beginning.</summary>
    private sealed class PrefixComparer : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x!.StartsWith(y!, StringComparison.Ordinal) || y!.StartsWith(x, StringComparison.Ordinal);

        public int GetHashCode(string obj) => 0;
    }
}
