using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Server.Http;
using Taiji.Server.RestconfApi;
using Taiji.Server.RestconfApi.Streams;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.RestconfApi.Support;

/// <summary>A RESTCONF server over the real datastores, all in memory.</summary>
internal sealed class RestconfHost : IAsyncDisposable
{
    public const string Json = "application/yang-data+json";
    public const string Xml = "application/yang-data+xml";

    private readonly WebApplication _app;
    private readonly DatastoreEngine _engine;
    private readonly HttpClient _client;

    private RestconfHost(WebApplication app, DatastoreEngine engine, HttpClient client, ManualTime time)
    {
        _app = app;
        _engine = engine;
        _client = client;
        Time = time;
    }

    public Operations Operations => _engine.Operations;

    public YangSchema Schema => Operations.Schema;

    public ManualTime Time { get; }

    public HttpClient Client => _client;

    public static YangSchema CompileSchema()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(TestModules.Main);
        compiler.ImplementText(TestModules.Augment);
        compiler.ImplementText(ExampleModules.Jukebox);
        compiler.ImplementText(ExampleModules.System);
        compiler.ImplementText(ExampleModules.Events);
        compiler.ImplementText(ExampleModules.Interfaces);
        compiler.ImplementText(ExampleModules.FilteredEvents);
        compiler.ImplementText(ExampleModules.Single("m1"));
        compiler.ImplementText(ExampleModules.Single("m2"));
        compiler.ImplementText(TestModules.Keys);
        foreach (var name in new[] { "ietf-yang-library", "ietf-restconf-monitoring", "ietf-datastores", "ietf-origin", "ietf-netconf", "ietf-netconf-monitoring" }) compiler.Implement(name);
        var result = compiler.Compile();
        result.Schema.ShouldNotBeNull(string.Join('\n', result.Diagnostics));
        return result.Schema;
    }

    /// <param name="configure">Changes the RESTCONF options.</param>
    /// <param name="accessControl">Null permits everything.</param>
    public static async Task<RestconfHost> StartAsync(Action<RestconfOptions>? configure = null, IAccessControl? accessControl = null)
    {
        var schema = CompileSchema();
        var time = new ManualTime();
        var options = new RestconfOptions();
        configure?.Invoke(options);
        options.Origin = () => options.PublicOrigin ?? RequestOrigin.Current;
        var locations = new ModuleLocations();
        var library = new YangLibrary(schema, new DatastoreSwitches(), locations);
        locations.Use((name, revision) => "http://localhost/restconf" + ModuleTexts.PathOf(name, revision));
        DatastoreEngine? engine = null;
        engine = await DatastoreEngine.OpenAsync(
            schema, new DatastoreOptions(), Plugins(schema, options, library, () => engine), accessControl, time, NullLoggerFactory.Instance, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // Kestrel, since only it hands targets on as they were sent.
        builder.WebHost.ConfigureKestrel(k =>
        {
            HttpsSettings.Limit(k, 64 * 1024 * 1024);
            k.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton(engine.Operations).AddSingleton<IUserAuthenticator>(new OneUser()).AddRestconf(configure);
        var app = builder.Build();
        app.MapRestconf();
        await app.StartAsync();
        var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        return new RestconfHost(app, engine, client, time);
    }

    public async Task<Reply> SendAsync(string method, string target, string? body = null, string? contentType = null, string? accept = null, params (string Name, string Value)[] headers)
    {
        var uri = new Uri(_client.BaseAddress!.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(method), uri);
        request.Headers.Authorization = OneUser.Credentials;
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            var type = contentType ?? (body.StartsWith('<') ? Xml : Json);
            if (type.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0) request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public Task<Reply> GetAsync(string target, string? accept = null, params (string, string)[] headers) => SendAsync("GET", target, null, null, accept, headers);

    public Task<Reply> PutAsync(string target, string body, params (string, string)[] headers) => SendAsync("PUT", target, body, null, null, headers);

    public Task<Reply> PostAsync(string target, string body, params (string, string)[] headers) => SendAsync("POST", target, body, null, null, headers);

    public Task<Reply> PatchAsync(string target, string body, params (string, string)[] headers) => SendAsync("PATCH", target, body, null, null, headers);

    public Task<Reply> DeleteAsync(string target, params (string, string)[] headers) => SendAsync("DELETE", target, null, null, null, headers);

    /// <summary>Publishes that something was sold.</summary>
    public void Sell(string what, int count = 1)
    {
        var sold = (NotificationNode)Schema.Root.FindChild(Schema.FindModule("shop")!, "sold")!;
        var editor = DataTree.Empty(Schema, sold).Edit();
        editor.SetText(new DataPath(Schema, sold).Append(sold.DataChildren[0]), what);
        editor.SetText(new DataPath(Schema, sold).Append(sold.DataChildren[1]), count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _engine.Notifications.Publish(new NotificationRecord(Time.GetUtcNow(), editor.Seal()));
    }

    /// <summary>Publishes a notification with leaves.</summary>
    /// <param name="name">Its name, its module's before it.</param>
    /// <param name="leaves">The leaves' paths below it, and their values.</param>
    /// <param name="stream">The stream.</param>
    public void Publish(string name, (string Path, string Value)[] leaves, string stream = "NETCONF")
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var node = (NotificationNode)Schema.Root.FindChild(Schema.FindModule(name[..colon])!, name[(colon + 1)..])!;
        var editor = DataTree.Empty(Schema, node).Edit();
        foreach (var (path, value) in leaves)
        {
            var at = new DataPath(Schema, node);
            foreach (var step in path.Split('/')) at = at.Append(((InnerNode)at.Node).FindChild(node.Module, step)!);
            editor.SetText(at, value);
        }

        _engine.Notifications.Publish(new NotificationRecord(Time.GetUtcNow(), editor.Seal()), stream);
    }

    /// <summary>Publishes that an item ran out.</summary>
    public void Empty(string item)
    {
        var list = (ListNode)Schema.Nodes.Single(n => n.SchemaPath == "/shop:shop/item");
        var emptied = (NotificationNode)list.FindChild(list.Module, "emptied")!;
        var editor = DataTree.Empty(Schema, emptied).Edit();
        editor.SetText(new DataPath(Schema, emptied).Append(emptied.DataChildren[0]), "everybody");
        _engine.Notifications.Publish(new NotificationRecord(Time.GetUtcNow(), editor.Seal(), DataPath.Parse(Schema, $"/shop:shop/item[id='{item}']")));
    }

    public Session OpenNetconfSession() => Operations.Sessions.Open(new SessionIdentity("operator", "netconf-ssh"));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private static DatastorePlugins Plugins(YangSchema schema, RestconfOptions options, YangLibrary library, Func<DatastoreEngine?> engine)
    {
        SchemaNode At(string path) => schema.Nodes.Single(n => n.SchemaPath == path);
        OperationNode Rpc(string name) => schema.Root.Rpcs.Single(r => r.Module.Name == "shop" && r.Name == name);
        var item = (ListNode)At("/shop:shop/item");
        return new DatastorePlugins
        {
            StateProviders =
            [
                (At("/shop:status"), new ShopState()),
                (At("/shop:shop/item/hits"), new ItemState()),
                (At("/example-events:events/event/event-count"), new EventCounts()),
                (At("/example:interfaces/interface/status"), new InterfaceStatus()),
                (At(YangLibraryProvider.Path), new YangLibraryProvider(library, new DatastoreSwitches())),
                (At(ModulesStateProvider.Path), new ModulesStateProvider(library)),
                (At(RestconfMonitoringProvider.Path), new RestconfMonitoringProvider(options)),
                (At(RestconfStreamsProvider.Path), new DeferredState(() => new RestconfStreamsProvider(engine()!.Operations, options))),
            ],
            OperationHandlers = new Dictionary<OperationNode, IOperationHandler>
            {
                [Rpc("ping")] = new ShopOperation(_ => null),
                [Rpc("trace")] = new ShopOperation(ShopOperation.Trace),
                [Rpc("echo")] = new ShopOperation(ShopOperation.Echo),
                [Rpc("refuse")] = new ShopOperation(ShopOperation.Refuse),
                [Rpc("crash")] = new ShopOperation(_ => throw new InvalidOperationException("secret detail")),
                [item.Actions.Single(a => a.Name == "reset")] = new ShopOperation(ShopOperation.Reset),
                [item.Actions.Single(a => a.Name == "wipe")] = new ShopOperation(_ => null),
            },
        };
    }
}

/// <summary>Made when it is first asked: it needs what is made with it.</summary>
internal sealed class DeferredState(Func<IStateProvider> make) : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken) => make().ProvideAsync(context, state, cancellationToken);
}

/// <summary>Knows <c>admin</c>, password <c>secret</c>.</summary>
internal sealed class OneUser : IUserAuthenticator
{
    public static readonly AuthenticationHeaderValue Credentials = new("Basic", Convert.ToBase64String("admin:secret"u8));

    public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) =>
        ValueTask.FromResult(attempt is { User: "admin", Transport: "restconf" } && password == "secret");

    public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => ValueTask.FromResult(false);
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, 500, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
