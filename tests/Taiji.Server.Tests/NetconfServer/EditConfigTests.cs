using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

public sealed class EditConfigTests
{
    private const string Nc = "xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\" xmlns:yang=\"urn:ietf:params:xml:ns:yang:1\"";
    private const string Two = "<y><a>1</a><b>one</b></y><y><a>2</a><b>two</b></y>";
    private const string Users = "<u><k>p</k></u><u><k>q</k></u><u><k>r</k></u>";

    [Theory]
    [InlineData("", "<y><a>1</a><b>one</b></y>", null, "<y><a>1</a><b>one</b></y>")]
    [InlineData(Two, "<y><a>1</a><b>uno</b></y>", null, "<y><a>1</a><b>uno</b></y><y><a>2</a><b>two</b></y>")]
    [InlineData(Two, "<y><a>3</a></y>", "merge", Two + "<y><a>3</a></y>")]
    [InlineData(Two, "<y nc:operation='replace'><a>1</a><c>x</c></y>", null, "<y><a>1</a><c>x</c></y><y><a>2</a><b>two</b></y>")]
    [InlineData(Two, "<y nc:operation='create'><a>3</a></y>", "none", Two + "<y><a>3</a></y>")]
    [InlineData(Two, "<y nc:operation='delete'><a>1</a></y>", "none", "<y><a>2</a><b>two</b></y>")]
    [InlineData(Two, "<y nc:operation='remove'><a>1</a></y>", "none", "<y><a>2</a><b>two</b></y>")]
    [InlineData(Two, "<y nc:operation='remove'><a>9</a></y>", "none", Two)]
    [InlineData(Two, "<y><a>1</a><b nc:operation='delete'/></y>", "none", "<y><a>1</a></y><y><a>2</a><b>two</b></y>")]
    [InlineData(Two, "<y><a>2</a><b nc:operation='merge'>zwei</b></y>", "none", "<y><a>1</a><b>one</b></y><y><a>2</a><b>zwei</b></y>")]
    [InlineData(Two, "<y><a>5</a></y>", "replace", "<y><a>5</a></y>")]
    [InlineData(Users, "<u yang:insert='first'><k>s</k></u>", null, "<u><k>s</k></u>" + Users)]
    [InlineData(Users, "<u yang:insert='last'><k>p</k></u>", null, "<u><k>q</k></u><u><k>r</k></u><u><k>p</k></u>")]
    [InlineData(Users, "<u yang:insert='before' yang:key=\"[t:k='q']\"><k>s</k></u>", null, "<u><k>p</k></u><u><k>s</k></u><u><k>q</k></u><u><k>r</k></u>")]
    [InlineData(Users, "<u yang:insert='after' yang:key=\"[t:k='q']\" nc:operation='create'><k>s</k></u>", null, "<u><k>p</k></u><u><k>q</k></u><u><k>s</k></u><u><k>r</k></u>")]
    [InlineData("<w>a</w><w>b</w>", "<w yang:insert='before' yang:value='b'>c</w>", null, "<w>a</w><w>c</w><w>b</w>")]
    [InlineData("<fancy>f</fancy>", "<plain>q</plain>", null, "<plain>q</plain>")]
    public async Task Each_operation_does_what_the_standard_says(string before, string edit, string? defaultOperation, string after)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        if (before.Length > 0) await client.EditConfigAsync("running", X(before));
        foreach (var target in new[] { "candidate", "running" })
        {
            (await client.EditConfigAsync(target, X(edit), defaultOperation)).IsOk.ShouldBeTrue();
            Plain(await TestStack.ConfigAsync(client, target)).ShouldBe($"<x>{after}</x>");
            await client.DiscardChangesAsync();
        }
    }

    [Theory]
    [InlineData("<y nc:operation='create'><a>1</a></y>", null, ErrorTag.DataExists, "/t:x/t:y[t:a='1']")]
    [InlineData("<y nc:operation='delete'><a>9</a></y>", null, ErrorTag.DataMissing, "/t:x/t:y[t:a='9']")]
    [InlineData("<y><a>9</a></y>", "none", ErrorTag.DataMissing, "/t:x/t:y[t:a='9']")]
    [InlineData("<y><a>x</a></y>", null, ErrorTag.InvalidValue, null)]
    [InlineData("<y><b>x</b></y>", null, ErrorTag.MissingElement, null)]
    [InlineData("<nothing/>", null, ErrorTag.UnknownElement, "/t:x")]
    [InlineData("<y xmlns='urn:none'/>", null, ErrorTag.UnknownNamespace, "/t:x")]
    [InlineData("<y nc:operation='explode'><a>1</a></y>", null, ErrorTag.BadAttribute, null)]
    [InlineData("<y strange='1'><a>1</a></y>", null, ErrorTag.UnknownAttribute, null)]
    [InlineData("<u yang:insert='before'><k>s</k></u>", null, ErrorTag.MissingAttribute, null)]
    [InlineData("<u yang:insert='before' yang:key=\"[t:k='none']\"><k>s</k></u>", null, ErrorTag.BadAttribute, null)]
    public async Task Each_error_has_its_tag_and_place_and_nothing_is_changed(string edit, string? defaultOperation, string tag, string? path)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", X(Two + Users));
        var before = await TestStack.ConfigAsync(client);
        var error = (await Should.ThrowAsync<RpcErrorException>(() => client.EditConfigAsync("running", X(edit), defaultOperation))).Errors.ShouldHaveSingleItem();
        error.Tag.ShouldBe(tag);
        if (path is not null) error.Path.ShouldBe(path);
        error.Message.ShouldNotBeNullOrEmpty();
        (await TestStack.ConfigAsync(client)).ShouldBe(before);
    }

    [Fact]
    public async Task The_default_operation_may_come_after_the_config_it_is_for()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", X(Two));
        await client.RpcAsync($"<edit-config><config>{X("<y><a>5</a></y>")}</config><default-operation>replace</default-operation><target><running/></target></edit-config>");
        Plain(await TestStack.ConfigAsync(client)).ShouldBe("<x><y><a>5</a></y></x>");
    }

    [Fact]
    public async Task Test_only_changes_nothing()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("candidate", X(Two), testOption: "test-only");
        (await TestStack.ConfigAsync(client, "candidate")).ShouldBe("");
    }

    [Theory]
    [InlineData("rollback-on-error", "")]
    [InlineData("stop-on-error", null)]
    [InlineData("continue-on-error", null)]
    public async Task The_error_option_decides_what_stays_of_a_candidate_edit(string errorOption, string? expected)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var edit = X("<y nc:operation='create'><a>1</a></y><y nc:operation='delete'><a>2</a></y><y nc:operation='create'><a>3</a></y>");
        var reply = await client.SendAsync(
            $"<edit-config><target><candidate/></target><default-operation>none</default-operation><error-option>{errorOption}</error-option><config>{edit}</config></edit-config>");
        reply.Errors.ShouldHaveSingleItem().Tag.ShouldBe(ErrorTag.DataMissing);
        expected ??= errorOption == "stop-on-error" ? "<x><y><a>1</a></y></x>" : "<x><y><a>1</a></y><y><a>3</a></y></x>";
        Plain(await TestStack.ConfigAsync(client, "candidate")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("<edit-config><config/></edit-config>", ErrorTag.MissingElement, "target")]
    [InlineData("<edit-config><target/><config/></edit-config>", ErrorTag.MissingElement, "target")]
    [InlineData("<edit-config><target><running/></target></edit-config>", ErrorTag.MissingElement, "config")]
    [InlineData("<edit-config><target><running/><candidate/></target><config/></edit-config>", ErrorTag.BadElement, "candidate")]
    [InlineData("<edit-config><target><nowhere/></target><config/></edit-config>", ErrorTag.UnknownElement, "nowhere")]
    [InlineData("<edit-config><target><running/></target><target><running/></target><config/></edit-config>", ErrorTag.BadElement, "target")]
    [InlineData("<edit-config><target><running/></target><default-operation>delete</default-operation><config/></edit-config>", ErrorTag.BadElement, "default-operation")]
    [InlineData("<edit-config><target><running/></target><test-option>maybe</test-option><config/></edit-config>", ErrorTag.BadElement, "test-option")]
    [InlineData("<edit-config><target><running/></target><error-option>ignore</error-option><config/></edit-config>", ErrorTag.BadElement, "error-option")]
    [InlineData("<edit-config><target><running/></target><more/><config/></edit-config>", ErrorTag.UnknownElement, "more")]
    [InlineData("<edit-config><target><running/></target><m xmlns='urn:none'/><config/></edit-config>", ErrorTag.UnknownNamespace, "m")]
    [InlineData("<edit-config>text</edit-config>", ErrorTag.BadElement, "edit-config")]
    [InlineData("<edit-config><target><running/></target><url>file:///x</url></edit-config>", ErrorTag.OperationNotSupported, null)]
    [InlineData("<edit-config><target><startup/></target><config/></edit-config>", ErrorTag.OperationNotSupported, null)]
    public async Task Wrong_parameters_get_the_standards_error(string operation, string tag, string? element)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var error = await TestStack.ErrorAsync(client, operation);
        error.Tag.ShouldBe(tag);
        error.Type.ShouldBe(ErrorType.Protocol);
        error.Info.FirstOrDefault(i => i.Name == "bad-element")?.Value.ShouldBe(element);
    }

    private static string X(string content) => $"<x xmlns=\"urn:t\" xmlns:t=\"urn:t\" {Nc}>{content}</x>";

    private static string Plain(string xml) => xml.Replace(" xmlns=\"urn:t\"", "", StringComparison.Ordinal);
}
