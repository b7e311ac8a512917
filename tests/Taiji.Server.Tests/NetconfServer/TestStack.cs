using System.IO.Pipelines;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Taiji.Datastores;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Netconf.Client;
using Taiji.Server.Comparing;
using Taiji.Server.NetconfServer;
using Taiji.Server.Subscriptions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>The real datastores behind the real endpoint, in memory; clients over pipes.</summary>
internal sealed class TestStack : IAsyncDisposable
{
    public const string Module = """
        module t {
          yang-version 1.1;
          namespace "urn:t";
          prefix t;
          container x {
            list y {
              key a;
              leaf a { type int32; }
              leaf b { type string; }
              leaf c { type string; default "usual"; }
              leaf sees { type leafref { path "../../y/a"; } }
              action reset { input { leaf why { type string; } } output { leaf count { type int32; } } }
              notification worn { leaf level { type int32; } }
            }
            list u { key k; ordered-by user; leaf k { type string; } leaf v { type string; } }
            leaf-list w { type string; ordered-by user; }
            leaf limit { type int32; must ". > count(../y)" { error-message "too many"; error-app-tag "full"; } }
            choice way { default plain; leaf plain { type string; default "p"; } leaf fancy { type string; } }
          }
          container other { presence "there"; leaf must-have { type string; mandatory true; } }
          container state { config false; leaf up { type int32; } }
          rpc ping { input { leaf text { type string; mandatory true; } } output { leaf text { type string; } } }
          rpc nobody;
          notification beat { leaf count { type int32; } leaf why { type string; } }
        }
        """;

    private readonly DatastoreEngine _engine;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _sessions = [];

    private TestStack(DatastoreEngine engine, NetconfServerOptions options)
    {
        _engine = engine;
        Publisher = new SubscriptionPublisher(engine.Operations, NullLoggerFactory.Instance);
        Endpoint = new NetconfEndpoint(engine.Operations, Options.Create(options), NullLoggerFactory.Instance, null, Publisher);
    }

    public static YangSchema Schema { get; } = Compile();

    public NetconfEndpoint Endpoint { get; }

    public SubscriptionPublisher Publisher { get; }

    public Operations Operations => _engine.Operations;

    public INotificationPublisher Notifications => _engine.Notifications;

    public static async Task<TestStack> StartAsync(NetconfServerOptions? options = null, DatastorePlugins? more = null, bool hasSubscriptionState = false, DatastoreOptions? datastores = null)
    {
        DatastoreEngine later = null!;
        SubscriptionPublisher? publisher = null;
        var plugins = (more ?? new DatastorePlugins()) with
        {
            StateProviders =
            [
                .. more?.StateProviders ?? [],
                .. hasSubscriptionState
                    ? new (SchemaNode, IStateProvider)[]
                    {
                        (Subscribed("subscriptions"), new LateState(() => new SubscriptionsProvider(publisher!))),
                        (Subscribed("streams"), new LateState(() => new SubscribedStreamsProvider(later.Operations))),
                    }
                    : [],
            ],
            OperationHandlers = new Dictionary<OperationNode, IOperationHandler>
            {
                [(OperationNode)Node("ping")] = new Echo("text"),
                [(OperationNode)Schema.Root.FindChild(Schema.FindModule("ietf-nmda-compare")!, "compare")!] = new Late(() => new DatastoreComparison(later.Operations)),
                [((InnerNode)((InnerNode)Node("x")).FindChild(Schema.FindModule("t")!, "y")!).Actions[0]] = new Counting(),
            },
        };
        var engine = await DatastoreEngine.OpenAsync(
            Schema, datastores ?? new DatastoreOptions(), plugins, null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        later = engine;
        var stack = new TestStack(engine, options ?? new NetconfServerOptions());
        publisher = stack.Publisher;
        return stack;
    }

    private static SchemaNode Subscribed(string name) => Schema.Root.FindChild(Schema.FindModule("ietf-subscribed-notifications")!, name)!;

    public static SchemaNode Node(string name) => Schema.Root.FindChild(Schema.FindModule("t")!, name)!;

    public async Task<NetconfClient> ConnectAsync(string user = "alice", NetconfClientOptions? options = null, string transport = "test")
    {
        var up = new Pipe();
        var down = new Pipe();
        _sessions.Add(Endpoint.ServeAsync(new End(up.Reader, down.Writer), new SessionIdentity(user, transport), _stopping.Token));
        return await NetconfClient.ConnectAsync(new End(down.Reader, up.Writer), options);
    }

    /// <summary>A raw client on a local session.</summary>
    public RawSession OpenLocal(string user) => Open(user, "netconf-unix");

    /// <summary>A raw client.</summary>
    public RawSession Open(string user, string transport = "test")
    {
        var up = new Pipe();
        var down = new Pipe();
        _sessions.Add(Endpoint.ServeAsync(new End(up.Reader, down.Writer), new SessionIdentity(user, transport), _stopping.Token));
        return new RawSession(new End(down.Reader, up.Writer));
    }

    /// <summary>The content of a datastore as one text, without white space.</summary>
    public static async Task<string> ConfigAsync(NetconfClient client, string source = "running") => Content(await client.GetConfigAsync(source));

    public static string Content(RpcReply reply) => string.Concat(reply.ToData().Nodes().Select(n => n.ToString(SaveOptions.DisableFormatting)));

    /// <summary>The only error of a request.</summary>
    public static async Task<RpcError> ErrorAsync(NetconfClient client, string operation) => (await client.SendAsync(operation)).Errors.ShouldHaveSingleItem();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_sessions);
        await _engine.DisposeAsync();
        _stopping.Dispose();
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        foreach (var name in new[] { "ietf-netconf", "ietf-netconf-with-defaults", "ietf-netconf-monitoring", "ietf-yang-library", "ietf-datastores", "ietf-origin", "ietf-netconf-nmda", "ietf-subscribed-notifications", "ietf-yang-push", "taiji-local-session", "ietf-nmda-compare", "taiji-subscriptions", "ietf-netconf-private-candidate", "ietf-netconf-txid", "taiji-attributes" }) compiler.Implement(name);
        var result = compiler.Compile();
        return result.Schema ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Late(Func<IOperationHandler> make) : IOperationHandler
    {
        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken) => make().InvokeAsync(invocation, cancellationToken);
    }

    /// <summary>A provider that is made when it is first asked: it needs the engine that it is given to.</summary>
    internal sealed class LateState(Func<IStateProvider> make) : IStateProvider
    {
        public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken) => make().ProvideAsync(context, state, cancellationToken);
    }

    private sealed class Echo(string leaf) : IOperationHandler
    {
        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
        {
            var text = invocation.Input.Root.ChildText(leaf)!;
            var output = new DataTreeBuilder(Schema, invocation.Operation.Output);
            output.AddLeaf((LeafNode)invocation.Operation.Output.DataChildren[0], System.Text.Encoding.UTF8.GetBytes(text));
            return new ValueTask<DataTree?>(output.Seal());
        }
    }

    private sealed class Counting : IOperationHandler
    {
        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
        {
            var output = new DataTreeBuilder(Schema, invocation.Operation.Output);
            output.AddLeaf((LeafNode)invocation.Operation.Output.DataChildren[0], [0x80, 0, 0, (byte)invocation.Target!.Steps.Length]);
            return new ValueTask<DataTree?>(output.Seal());
        }
    }
}
