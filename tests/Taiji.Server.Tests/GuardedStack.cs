using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Netconf.Client;
using Taiji.Server.NetconfServer;
using Taiji.Server.RestconfApi;
using Taiji.Server.Subscriptions;
using Taiji.Server.Tests.NetconfServer;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests;

/// <summary>The real datastores under access control, with users who may do everything, something and nothing (<see cref="Permission"/>), behind NETCONF and RESTCONF.</summary>
internal sealed class GuardedStack : IAsyncDisposable
{
    private const string Configuration = """
        {
          "t:x": {"y": [{"a": 1, "b": "one"}, {"a": 2, "b": "two"}]},
          "ietf-netconf-acm:nacm": {
            "groups": {"group": [{"name": "all", "user-name": ["Allowed"]}, {"name": "some", "user-name": ["Partial"]}, {"name": "none", "user-name": ["Denied"]}]},
            "rule-list": [
              {"name": "all", "group": ["all"], "rule": [{"name": "1", "module-name": "*", "access-operations": "*", "action": "permit"}]},
              {"name": "some", "group": ["some"], "rule": [
                {"name": "1", "path": "/t:x/t:y[t:a='2']", "access-operations": "*", "action": "deny"},
                {"name": "2", "path": "/t:x/t:y/t:b", "access-operations": "update", "action": "permit"}]},
              {"name": "none", "group": ["none"], "rule": [{"name": "1", "module-name": "*", "access-operations": "*", "action": "deny"}]}]
          }
        }
        """;

    private readonly DatastoreEngine _engine;
    private readonly NetconfEndpoint _endpoint;
    private readonly SubscriptionPublisher _publisher;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _sessions = [];
    private readonly Session _root;

    private GuardedStack(DatastoreEngine engine)
    {
        _engine = engine;
        _publisher = new SubscriptionPublisher(engine.Operations, NullLoggerFactory.Instance);
        _endpoint = new NetconfEndpoint(engine.Operations, Options.Create(new NetconfServerOptions()), NullLoggerFactory.Instance, null, _publisher);
        _root = engine.Operations.Sessions.Open(new SessionIdentity("root", "internal") { IsRecovery = true });
    }

    public static YangSchema Schema { get; } = Compile();

    public Operations Operations => _engine.Operations;

    public INotificationPublisher Notifications => _engine.Notifications;

    /// <param name="hasHidden">Whether the entry that the partial user may not see is there.</param>
    /// <param name="hasSubscriptionState">Whether subscriptions and streams are state (RFC 8639).</param>
    public static async Task<GuardedStack> StartAsync(bool hasHidden = true, bool hasSubscriptionState = false)
    {
        GuardedStack later = null!;
        var subscribed = Schema.FindModule("ietf-subscribed-notifications")!;
        SchemaNode Subscribed(string name) => Schema.Root.FindChild(subscribed, name)!;
        var configuration = hasHidden ? Configuration : Configuration.Replace(""", {"a": 2, "b": "two"}""", "", StringComparison.Ordinal);
        var module = Schema.FindModule("t")!;
        var y = (ListNode)((InnerNode)Schema.Root.FindChild(module, "x")!).FindChild(module, "y")!;
        var plugins = new DatastorePlugins
        {
            StateProviders = !hasSubscriptionState ? [] :
            [
                (Subscribed("subscriptions"), new TestStack.LateState(() => new SubscriptionsProvider(later._publisher))),
                (Subscribed("streams"), new TestStack.LateState(() => new SubscribedStreamsProvider(later.Operations))),
            ],
            OperationHandlers = new Dictionary<OperationNode, IOperationHandler> { [(OperationNode)Schema.Root.FindChild(module, "ping")!] = new Silent(), [y.Actions[0]] = new Silent() },
        };
        return later = new GuardedStack(await DatastoreEngine.OpenAsync(
            Schema,
            new DatastoreOptions { Startup = Tree(configuration) },
            plugins,
            new NacmAccessControl(),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None));
    }

    /// <summary>Merges as somebody whom no rules bind.</summary>
    public Task ConfigureAsync(string json) => _engine.Operations.EditAsync(
        _root, Datastore.Running, [new Edit(EditOperation.Merge, new DataPath(Schema), Tree(json))], new EditOptions(), CancellationToken.None);

    /// <summary>Puts a rule after all others of the partial user; one of the same name is changed.</summary>
    public Task RulePartialAsync(string rule) => ConfigureAsync($$$"""
        {"ietf-netconf-acm:nacm": {"rule-list": [{"name": "last", "group": ["some"], "rule": [{{{rule}}}]}]}}
        """);

    public async Task<NetconfClient> ConnectAsync(string user)
    {
        Pipe up = new(), down = new();
        _sessions.Add(_endpoint.ServeAsync(new End(up.Reader, down.Writer), new SessionIdentity(user, "test"), _stopping.Token));
        return await NetconfClient.ConnectAsync(new End(down.Reader, up.Writer));
    }

    public async Task<GuardedWeb> ServeRestconfAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton(_engine.Operations).AddSingleton(_publisher).AddSingleton<IUserAuthenticator>(new Anybody()).AddRestconf();
        var app = builder.Build();
        app.MapRestconf();
        await app.StartAsync();
        return new GuardedWeb(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_sessions);
        await _engine.DisposeAsync();
        _stopping.Dispose();
    }

    private static DataTree Tree(string json) => new JsonDataReader(Schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(TestStack.Module);
        string[] modules =
        [
            "ietf-netconf", "ietf-netconf-acm", "ietf-netconf-monitoring", "ietf-netconf-nmda", "ietf-netconf-partial-lock", "ietf-netconf-private-candidate", "ietf-yang-library", "ietf-datastores",
            "ietf-restconf-monitoring", "ietf-subscribed-notifications", "ietf-restconf-subscribed-notifications", "ietf-yang-push", "taiji-subscriptions",
        ];
        foreach (var name in modules) compiler.Implement(name);
        return compiler.Compile().GetSchemaOrThrow();
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Silent : IOperationHandler
    {
        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
        {
            var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
            var leaf = new DataPath(invocation.Input.Schema, invocation.Operation.Output).Append(invocation.Operation.Output.DataChildren[0]);
            output.SetText(leaf, "7");
            return new ValueTask<DataTree?>(output.Seal());
        }
    }

    /// <summary>Any password will do; the groups are those that the password names.</summary>
    private sealed class Anybody : IUserAuthenticator
    {
        public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) => new(true);

        public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => new(false);

        public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) =>
            new(new AuthenticationResult.Accepted(facts.User!) { Groups = facts.Password!.Split(',') });
    }
}

/// <summary>RESTCONF over it.</summary>
internal sealed class GuardedWeb(WebApplication app) : IAsyncDisposable
{
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The header of a user, with groups from elsewhere.</summary>
    public static AuthenticationHeaderValue Credentials(string user, string groups = "x") => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{groups}")));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
