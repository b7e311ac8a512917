using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Hosting;

public sealed class HostTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-host-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Plug_ins_are_found_by_schema_path_and_called()
    {
        await using var services = Build(t => t
            .AddModule("taiji-example")
            .AddStateProvider<Uptime>("/taiji-example:engine")
            .AddOperationHandler("taiji-example:read-sensors", (_, _) => new((DataTree?)null))
            .AddOperationHandler("/taiji-example:sensors/sensor/inject-value", (_, _) => new((DataTree?)null)));
        var operations = services.GetRequiredService<Operations>();
        using var session = operations.Sessions.Open(new SessionIdentity("joe", "test"));
        var state = await operations.ReadAsync(session, new ReadRequest(Datastore.Operational), CancellationToken.None);
        state.Tree.TextAt(DataPath.Parse(operations.Schema, "/taiji-example:engine/uptime")).ShouldBe("7");
    }

    [Fact]
    public void Every_mistake_in_the_plug_ins_is_told_at_once_and_the_host_does_not_start()
    {
        using var services = Build(t => t
            .AddModule("taiji-example")
            .AddStateProvider<Uptime>("/taiji-example:engin")
            .AddOperationHandler("/taiji-example:sensors", (_, _) => new((DataTree?)null))
            .AddOperationHandler("taiji-example:read-sensors", (_, _) => new((DataTree?)null))
            .AddOperationHandler("taiji-example:read-sensors", (_, _) => new((DataTree?)null)));
        var error = Should.Throw<HostStartException>(services.GetRequiredService<Operations>);
        error.Diagnostics.Select(d => d.Id).ShouldBe(["TJ3001", "TJ3003", "TJ3002", "TJ3004"], ignoreOrder: true);
        error.Message.ShouldContain("'taiji-example:engin' is not found");
    }

    [Fact]
    public void A_state_provider_needs_a_place_that_holds_state()
    {
        using var services = Build(t => t.AddModule("ietf-interfaces").AddStateProvider<Uptime>("/ietf-interfaces:interfaces/interface/description"));
        Should.Throw<HostStartException>(services.GetRequiredService<Operations>).Diagnostics.ShouldContain(d => d.Id == "TJ3007");
    }

    [Fact]
    public void A_module_that_is_nowhere_is_a_diagnostic()
    {
        using var services = Build(t => t.AddModule("no-such-module"));
        Should.Throw<HostStartException>(services.GetRequiredService<Operations>).Message.ShouldContain("no-such-module");
    }

    [Fact]
    public async Task The_first_admin_may_do_everything_and_is_made_only_once()
    {
        string? told = null;
        void Configure(TaijiBuilder t) => t.UseDataDirectory(_directory).Configure(o => (o.CreateFirstAdmin, o.OnFirstAdminPassword) = (true, p => told = p));

        await using (var services = Build(Configure))
        {
            services.GetRequiredService<Operations>();
            told.ShouldNotBeNull().Length.ShouldBe(16);
            (await Verify(services, "admin", told)).ShouldBeTrue();
            (await Verify(services, "admin", told + "x")).ShouldBeFalse();
            (await Verify(services, "nobody", told)).ShouldBeFalse();
        }

        var first = told;
        told = null;
        await using var again = Build(Configure);
        again.GetRequiredService<Operations>();
        told.ShouldBeNull();
        (await Verify(again, "admin", first!)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"ietf-interfaces:interfaces":{"interface":[{"name":"a","type":"iana-if-type:other"}]}}""")]
    [InlineData("""{"ietf-restconf:data":{"ietf-interfaces:interfaces":{"interface":[{"name":"a","type":"iana-if-type:other"}]}}}""")]
    [InlineData("""
        <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>a</name>
        <type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:other</type></interface></interfaces></config>
        """)]
    public async Task A_start_up_file_fills_a_new_data_directory_and_no_other(string text)
    {
        var file = Path.Combine(_directory, "startup");
        await File.WriteAllTextAsync(file, text);
        var data = Path.Combine(_directory, "data");
        void Configure(TaijiBuilder t) => t.AddModule("ietf-interfaces").AddModule("iana-if-type").UseDataDirectory(data).Configure(o => o.StartupFile = file);

        await using (var services = Build(Configure)) (await Interfaces(services)).ShouldBe(["a"]);
        await File.WriteAllTextAsync(file, text.Replace("\"a\"", "\"b\"", StringComparison.Ordinal).Replace(">a<", ">b<", StringComparison.Ordinal));
        await using var again = Build(Configure);
        (await Interfaces(again)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_start_up_file_with_mistakes_is_refused_with_all_of_them()
    {
        var file = Path.Combine(_directory, "startup");
        await File.WriteAllTextAsync(file, """{"ietf-interfaces:interfaces":{"interface":[{"name":"a","type":"iana-if-type:nope"},{"name":"b","typ":"x"}]}}""");
        await using var services = Build(t => t.AddModule("ietf-interfaces").AddModule("iana-if-type").Configure(o => o.StartupFile = file));
        var error = Should.Throw<HostStartException>(services.GetRequiredService<Operations>);
        error.Diagnostics.Count.ShouldBe(2);
        error.Message.ShouldContain("nope");
        error.Message.ShouldContain("typ");
    }

    [Fact]
    public async Task What_a_when_takes_along_needs_no_rights_of_its_own()
    {
        var yang = Path.Combine(_directory, "acme.yang");
        await File.WriteAllTextAsync(yang, """
            module acme { namespace urn:acme; prefix a; container c { leaf kind { type string; } leaf extra { when "../kind = 'rich'"; type string; } } }
            """);
        var startup = Path.Combine(_directory, "startup");
        await File.WriteAllTextAsync(startup, """
            {"acme:c":{"kind":"rich","extra":"x"},"ietf-netconf-acm:nacm":{"groups":{"group":[{"name":"g","user-name":["joe"]}]},"rule-list":[{"name":"l","group":["g"],
             "rule":[{"name":"kind","path":"/acme:c/kind","access-operations":"update","action":"permit"}]}]}}
            """);
        await using var services = Build(t => t.AddModules(_directory).AddModule("acme").Configure(o => o.StartupFile = startup));
        var operations = services.GetRequiredService<Operations>();
        using var session = operations.Sessions.Open(new SessionIdentity("joe", "test"));
        var kind = DataPath.Parse(operations.Schema, "/acme:c/kind");
        var extra = DataPath.Parse(operations.Schema, "/acme:c/extra");

        (await Should.ThrowAsync<RpcErrorException>(() => operations.EditAsync(session, Datastore.Running, [new Edit(EditOperation.Delete, extra)], new EditOptions(), CancellationToken.None)))
            .Errors[0].Tag.ShouldBe(ErrorTag.AccessDenied);
        var payload = DataTree.Empty(operations.Schema).Edit();
        payload.SetText(kind, "plain");
        var result = await operations.EditAsync(session, Datastore.Running, [new Edit(EditOperation.Merge, kind, payload.Seal())], new EditOptions(), CancellationToken.None);
        result.After.Tree.TextAt(kind).ShouldBe("plain");
        result.After.Tree.TextAt(extra).ShouldBeNull();
    }

    [Theory]
    [InlineData("m", "m", null, null)]
    [InlineData("m@2020-01-01", "m", "2020-01-01", null)]
    [InlineData("m:", "m", null, "")]
    [InlineData("m:*", "m", null, null)]
    [InlineData("m@2020-01-01:a,b", "m", "2020-01-01", "a,b")]
    public void A_module_option_names_revision_and_features(string text, string name, string? revision, string? features)
    {
        var selection = ModuleSelection.Parse(text);
        selection.Name.ShouldBe(name);
        selection.Revision.ShouldBe(revision);
        (selection.Features is null ? null : string.Join(',', selection.Features)).ShouldBe(features);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":a")]
    [InlineData("m@")]
    public void A_module_option_that_is_none_says_so(string text) => Should.Throw<FormatException>(() => ModuleSelection.Parse(text)).Message.ShouldContain("NAME");

    private static ServiceProvider Build(Action<TaijiBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        configure(services.AddTaiji());
        return services.BuildServiceProvider();
    }

    private static ValueTask<bool> Verify(ServiceProvider services, string user, string password) =>
        services.GetRequiredService<IUserAuthenticator>().VerifyPasswordAsync(new LoginAttempt(user, "test", null), password, CancellationToken.None);

    private static async Task<List<string>> Interfaces(ServiceProvider services)
    {
        var operations = services.GetRequiredService<Operations>();
        using var session = operations.Sessions.Open(new SessionIdentity("joe", "test"));
        var running = (await operations.ReadAsync(session, new ReadRequest(Datastore.Running), CancellationToken.None)).Tree;
        var names = new List<string>();
        running.TryFind(DataPath.Parse(operations.Schema, "/ietf-interfaces:interfaces"), out var interfaces).ShouldBeTrue();
        foreach (var entry in interfaces.Entries(new DataPath(operations.Schema).Child("ietf-interfaces:interfaces").Child("interface").Node)) names.Add(entry.ChildText("name")!);
        return names;
    }

    private sealed class Uptime : IStateProvider
    {
        public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
        {
            state.SetText(DataPath.Parse(context.Running.Schema, "/taiji-example:engine/uptime"), "7");
            return ValueTask.CompletedTask;
        }
    }
}
