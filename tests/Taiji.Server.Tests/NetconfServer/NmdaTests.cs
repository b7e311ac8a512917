using System.Xml.Linq;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Netconf.Client;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>RFC 8526.</summary>
public sealed class NmdaTests
{
    private const string Two = "<x xmlns='urn:t'><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b><c>own</c></y></x>";
    private static readonly DataPath X = new DataPath(TestStack.Schema).Child("t:x");

    [Theory]
    [InlineData("running")]
    [InlineData("candidate")]
    [InlineData("intended")]
    public async Task Get_data_reads_a_configuration_datastore(string datastore)
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditDataAsync("running", Two);
        Plain(await client.GetDataAsync(datastore)).ShouldBe("<x><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b><c>own</c></y></x>");
    }

    [Fact]
    public async Task Operational_has_configuration_state_and_defaults_in_use()
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditDataAsync("running", Two);
        Plain(await client.GetDataAsync("operational", Subtree("<x xmlns='urn:t'><y/></x><state xmlns='urn:t'/>")))
            .ShouldBe("<x><y><a>1</a><b>one</b><c>usual</c></y><y><a>2</a><b>learned</b><c>own</c></y><y><a>9</a><b>system</b><c>usual</c></y></x><state><up>42</up></state>");
    }

    [Fact]
    public async Task The_origin_of_each_configuration_node_is_written_where_it_is_not_its_parents()
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditDataAsync("running", Two);
        Origins(await client.GetDataAsync("operational", Subtree("<x xmlns='urn:t'><y/></x><state xmlns='urn:t'/>"), new GetDataOptions { WithOrigin = true }))
            .ShouldBe("x=intended y y[1]/c=default y y[2]/b=learned y=system y[9]/c=default state");
    }

    [Theory]
    [InlineData("intended", false, "<x><y><a>1</a><b>one</b></y><y><a>2</a><c>own</c></y></x>")]
    [InlineData("system", false, "<x><y><a>9</a><b>system</b></y></x>")]
    [InlineData("learned", false, "<x><y><a>2</a><b>learned</b></y></x>")]
    [InlineData("default", false, "<x><y><a>1</a><c>usual</c></y><y><a>9</a><c>usual</c></y></x>")]
    [InlineData("default", true, "<x><y><a>1</a><b>one</b></y><y><a>2</a><b>learned</b><c>own</c></y><y><a>9</a><b>system</b></y></x>")]
    [InlineData("intended", true, "<x><y><a>1</a><c>usual</c></y><y><a>2</a><b>learned</b></y><y><a>9</a><b>system</b><c>usual</c></y></x>")]
    public async Task Configuration_is_selected_by_its_origin(string origin, bool isNegated, string expected)
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditDataAsync("running", Two);
        var options = new GetDataOptions { OriginFilters = isNegated ? [] : [origin], NegatedOriginFilters = isNegated ? [origin] : [] };
        Plain(await client.GetDataAsync("operational", Subtree("<x xmlns='urn:t'><y/></x>"), options)).ShouldBe(expected);
    }

    [Fact]
    public async Task State_is_not_affected_by_origins_but_by_the_config_filter()
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        var options = new GetDataOptions { OriginFilters = ["learned"] };
        Plain(await client.GetDataAsync("operational", Subtree("<state xmlns='urn:t'/>"), options)).ShouldBe("<state><up>42</up></state>");
        Plain(await client.GetDataAsync("operational", Subtree("<state xmlns='urn:t'/>"), options with { ConfigFilter = true })).ShouldBe("");
        Plain(await client.GetDataAsync("operational", Subtree("<x xmlns='urn:t'><y/></x><state xmlns='urn:t'/>"), new GetDataOptions { ConfigFilter = false }))
            .ShouldBe("<state><up>42</up></state>");
    }

    [Fact]
    public async Task Get_tells_nothing_of_configuration_that_is_only_in_use()
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditDataAsync("running", Two);
        Plain(await client.GetAsync("<filter><x xmlns='urn:t'/><state xmlns='urn:t'/></filter>"))
            .ShouldBe("<x><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b><c>own</c></y></x><state><up>42</up></state>");
    }

    [Theory]
    [InlineData(1, "<x></x>")]
    [InlineData(2, "<x><y><a>1</a></y><y><a>2</a></y></x>")]
    [InlineData(3, "<x><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b><c>own</c></y></x>")]
    public async Task Max_depth_counts_from_the_top_without_a_filter(int depth, string expected)
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditDataAsync("running", Two);
        Plain(await client.GetDataAsync("running", null, new GetDataOptions { MaxDepth = depth })).ShouldBe(expected);
    }

    [Theory]
    [InlineData("<x xmlns='urn:t'><y><a>2</a></y></x>", 1, "<x><y><a>2</a></y></x>")]
    [InlineData("<x xmlns='urn:t'><y><a>2</a></y></x>", 2, "<x><y><a>2</a><b>two</b><c>own</c></y></x>")]
    [InlineData("<x xmlns='urn:t'><y/></x>", 1, "<x><y><a>1</a></y><y><a>2</a></y></x>")]
    [InlineData("<x xmlns='urn:t'><y><b/></y></x>", 1, "<x><y><a>1</a><b>one</b></y><y><a>2</a><b>two</b></y></x>")]
    public async Task Max_depth_counts_from_the_nodes_that_a_filter_selects(string filter, int depth, string expected)
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditDataAsync("running", Two);
        Plain(await client.GetDataAsync("running", Subtree(filter), new GetDataOptions { MaxDepth = depth })).ShouldBe(expected);
    }

    [Fact]
    public async Task An_xpath_filter_selects_with_the_prefixes_in_scope()
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditDataAsync("running", Two);
        Plain(await client.SendAsync(GetData("ds:operational", "<xpath-filter xmlns:p='urn:t'>/p:x/p:y[p:a=9]/p:b</xpath-filter>"))).ShouldBe("<x><y><a>9</a><b>system</b></y></x>");
        Plain(await client.SendAsync(GetData("ds:operational", "<xpath-filter xmlns:p='urn:t'>/p:x/p:y</xpath-filter><max-depth>1</max-depth>")))
            .ShouldBe("<x><y><a>1</a></y><y><a>2</a></y><y><a>9</a></y></x>");
    }

    [Theory]
    [InlineData("ds:startup", "", ErrorTag.InvalidValue)]
    [InlineData("ds:dynamic", "", ErrorTag.InvalidValue)]
    [InlineData("ds:nothing", "", ErrorTag.InvalidValue)]
    [InlineData("x:running", "", ErrorTag.InvalidValue)]
    [InlineData("ds:running", "<with-origin/>", ErrorTag.InvalidValue)]
    [InlineData("ds:running", "<origin-filter>or:intended</origin-filter>", ErrorTag.UnknownElement)]
    [InlineData("ds:operational", "<origin-filter>ds:running</origin-filter>", ErrorTag.InvalidValue)]
    [InlineData("ds:operational", "<origin-filter>or:intended</origin-filter><negated-origin-filter>or:learned</negated-origin-filter>", ErrorTag.BadElement)]
    [InlineData("ds:running", "<subtree-filter/><xpath-filter>/*</xpath-filter>", ErrorTag.BadElement)]
    [InlineData("ds:running", "<xpath-filter>1 + 1</xpath-filter>", ErrorTag.InvalidValue)]
    [InlineData("ds:running", "<xpath-filter>/x[</xpath-filter>", ErrorTag.InvalidValue)]
    [InlineData("ds:running", "<max-depth>0</max-depth>", ErrorTag.InvalidValue)]
    [InlineData("ds:running", "<max-depth>many</max-depth>", ErrorTag.InvalidValue)]
    [InlineData("ds:running", "<config-filter>yes</config-filter>", ErrorTag.InvalidValue)]
    [InlineData("ds:running", "<with-defaults>some</with-defaults>", ErrorTag.InvalidValue)]
    [InlineData("ds:running", "<filter/>", ErrorTag.UnknownElement)]
    public async Task What_get_data_can_not_do_is_refused(string datastore, string more, string tag)
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        (await TestStack.ErrorAsync(client, GetData(datastore, more))).Tag.ShouldBe(tag);
    }

    [Fact]
    public async Task Get_data_needs_a_datastore()
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        (await TestStack.ErrorAsync(client, "<get-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda'/>")).Tag.ShouldBe(ErrorTag.MissingElement);
    }

    [Fact]
    public async Task Edit_data_changes_running_and_candidate_all_or_nothing()
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        (await client.EditDataAsync("candidate", Two)).IsFailure.ShouldBeFalse();
        (await TestStack.ConfigAsync(client)).ShouldBe("");
        await client.CommitAsync();
        const string Mixed = "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><y nc:operation='delete'><a>1</a></y><y nc:operation='create'><a>2</a></y></x>";
        (await Should.ThrowAsync<RpcErrorException>(() => client.EditDataAsync("running", Mixed))).Errors.Single().Tag.ShouldBe(ErrorTag.DataExists);
        Plain(await client.GetDataAsync("running", null)).ShouldContain("<a>1</a>");
        await client.EditDataAsync("running", "<x xmlns='urn:t'><y><a>3</a></y></x>", "replace");
        Plain(await client.GetDataAsync("running", null)).ShouldBe("<x><y><a>3</a></y></x>");
    }

    [Theory]
    [InlineData("operational")]
    [InlineData("intended")]
    [InlineData("startup")]
    public async Task A_datastore_that_can_not_be_written_is_an_invalid_value(string datastore)
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        (await Should.ThrowAsync<RpcErrorException>(() => client.EditDataAsync(datastore, Two))).Errors.Single().Tag.ShouldBe(ErrorTag.InvalidValue);
    }

    [Theory]
    [InlineData("lock", "target", "ds:candidate", null)]
    [InlineData("lock", "target", "ds:operational", ErrorTag.InvalidValue)]
    [InlineData("unlock", "target", "ds:intended", ErrorTag.InvalidValue)]
    [InlineData("validate", "source", "ds:intended", null)]
    [InlineData("validate", "source", "ds:running", null)]
    [InlineData("validate", "source", "ds:operational", ErrorTag.InvalidValue)]
    [InlineData("validate", "source", "ds:startup", ErrorTag.InvalidValue)]
    [InlineData("copy-config", "source", "ds:running", ErrorTag.UnknownElement)]
    public async Task Lock_unlock_and_validate_take_a_datastore_by_its_identity(string operation, string parameter, string datastore, string? tag)
    {
        await using var stack = await StartAsync();
        await using var client = await stack.ConnectAsync();
        var reply = await client.SendAsync(
            $"<{operation}><{parameter}><datastore xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>{datastore}</datastore></{parameter}></{operation}>");
        reply.Errors.Select(e => e.Tag).ShouldBe(tag is null ? [] : [tag]);
    }

    private static string GetData(string datastore, string more) =>
        "<get-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores' xmlns:or='urn:ietf:params:xml:ns:yang:ietf-origin'>"
        + $"<datastore>{datastore}</datastore>{more}</get-data>";

    private static NetconfFilter Subtree(string content) => NetconfFilter.Subtree(content);

    private static string Plain(RpcReply reply) => TestStack.Content(reply).Replace(" xmlns=\"urn:t\"", "", StringComparison.Ordinal).Replace(" />", "/>", StringComparison.Ordinal);

    /// <summary>The containers, entries and annotated nodes in order, with their annotation.</summary>
    private static string Origins(RpcReply reply) => string.Join(' ', reply.ToData().Descendants().Select(e =>
    {
        var origin = e.Attribute(XName.Get("origin", "urn:ietf:params:xml:ns:yang:ietf-origin"))?.Value.Split(':')[1];
        if (origin is null && !e.HasElements) return "";
        var name = e.HasElements ? e.Name.LocalName : $"y[{e.Parent!.Elements().First().Value}]/{e.Name.LocalName}";
        return origin is null ? name : $"{name}={origin}";
    }).Where(t => t.Length > 0));

    [Theory]
    [InlineData("intended")]
    [InlineData("dynamic")]
    [InlineData("system")]
    [InlineData("learned")]
    [InlineData("default")]
    [InlineData("unknown")]
    public async Task Every_origin_is_told_and_selected(string origin)
    {
        await using var stack = await TestStack.StartAsync(more: new DatastorePlugins { StateProviders = [(X.Child("y").Node, new From(origin))] });
        await using var client = await stack.ConnectAsync();
        var filter = Subtree("<x xmlns='urn:t'><y><a>9</a><b/></y></x>");
        Origins(await client.GetDataAsync("operational", filter, new GetDataOptions { WithOrigin = true })).ShouldBe($"x={origin} y");
        Plain(await client.GetDataAsync("operational", filter, new GetDataOptions { OriginFilters = [origin] })).ShouldContain("<b>given</b>");
        Plain(await client.GetDataAsync("operational", filter, new GetDataOptions { NegatedOriginFilters = [origin] })).ShouldNotContain("<b>given</b>");
    }

    private static Task<TestStack> StartAsync() => TestStack.StartAsync(more: new DatastorePlugins
    {
        StateProviders = [(TestStack.Node("state"), new Up()), (X.Child("y").Node, new InUse())],
    });

    private sealed class Up : IStateProvider
    {
        public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
        {
            state.SetText(new DataPath(TestStack.Schema).Child("t:state").Child("up"), "42");
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>An entry of some origin.</summary>
    private sealed class From(string origin) : IStateProvider
    {
        public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
        {
            context.ProvideConfiguration("ietf-origin:" + origin);
            state.SetText(X.Entry("y", "9").Child("b"), "given");
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>An entry of the system's own, and a learned value that overrides a configured one.</summary>
    private sealed class InUse : IStateProvider
    {
        public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
        {
            context.ProvideConfiguration();
            state.SetText(X.Entry("y", "9").Child("b"), "system");
            if (!context.Running.TryFind(X.Entry("y", "2"), out _)) return ValueTask.CompletedTask;
            var learned = X.Entry("y", "2").Child("b");
            state.SetText(learned, "learned");
            context.MarkOrigin(learned, "ietf-origin:learned");
            return ValueTask.CompletedTask;
        }
    }
}
