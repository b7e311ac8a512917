using System.Buffers;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.JsonRpcApi.Support;

/// <summary>A JSON-RPC server over the real datastores, all in memory.</summary>
internal sealed class JsonRpcHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DatastoreEngine _engine;

    private JsonRpcHost(WebApplication app, DatastoreEngine engine, StandingClock time)
    {
        _app = app;
        _engine = engine;
        Time = time;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Operations Operations => _engine.Operations;

    public StandingClock Time { get; }

    public Uri Address { get; }

    public static YangSchema CompileSchema()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(DhcpModule.Hiding);
        compiler.ImplementText(DhcpModule.Text);
        compiler.ImplementText(UsersModule.Text);
        foreach (var name in new[] { "ietf-datastores", "ietf-netconf", "ietf-netconf-acm", "taiji-access", "taiji-packages", "taiji-rollbacks", "taiji-sessions", "taiji-attributes" }) compiler.Implement(name);
        var result = compiler.Compile();
        result.Schema.ShouldNotBeNull(string.Join('\n', result.Diagnostics));
        return result.Schema;
    }

    public static async Task<JsonRpcHost> StartAsync(
        Action<JsonRpcOptions>? configure = null, IAccessControl? accessControl = null, DatastoreSwitches? switches = null, Action<IServiceCollection>? services = null, string? startup = null)
    {
        var schema = CompileSchema();
        var time = new StandingClock();
        var engine = await DatastoreEngine.OpenAsync(
            schema, new DatastoreOptions { Datastores = switches ?? new DatastoreSwitches(), Startup = startup is null ? null : Read(schema, startup) }, Plugins(schema), accessControl, time, NullLoggerFactory.Instance, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(engine.Operations).AddSingleton<IUserAuthenticator>(new TestUsers()).AddSingleton<TimeProvider>(time).AddJsonRpc(configure);
        if (accessControl is not null) builder.Services.AddSingleton(accessControl);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapJsonRpc();
        await app.StartAsync();
        return new JsonRpcHost(app, engine, time);
    }

    /// <summary>A client without a session.</summary>
    public JsonRpcClient Connect() => new(Address);

    /// <summary>A client that has logged in.</summary>
    public async Task<JsonRpcClient> LoginAsync(string user = "admin")
    {
        var client = Connect();
        await client.CallAsync("login", $$"""{"user": "{{user}}", "passwd": "{{user}}"}""");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private static DataTree Read(YangSchema schema, string json) => new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));

    private static DatastorePlugins Plugins(YangSchema schema)
    {
        SchemaNode At(string path) => schema.Nodes.Single(n => n.SchemaPath == path);
        return new DatastorePlugins
        {
            Participants = [(At("/dhcp:dhcp"), new Watcher())],
            Validators = [(At("/dhcp:dhcp/class"), new Ranks())],
            StateProviders = [(At("/dhcp:dhcp/uptime"), new Uptime())],
            OperationHandlers = new Dictionary<OperationNode, IOperationHandler>
            {
                [(OperationNode)At("/dhcp:dhcp/set-clock")] = new SetClock(),
                [(OperationNode)At("/dhcp:create-service")] = new CreateService(),
                [(OperationNode)At("/dhcp:lie")] = new Lie(),
            },
        };
    }

    private sealed class Watcher : ICommitParticipant
    {
        public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    // Ranks of more than 100 are unusual, and some names can't be.
    private sealed class Ranks : IConfigurationValidator
    {
        public void Validate(DataDiff change, ValidationFindings findings)
        {
            if (!change.After.TryFind(new DataPath(change.After.Schema).Child("dhcp:dhcp"), out var dhcp)) return;
            foreach (var entry in dhcp.Entries(dhcp.Path.Child("class").Node))
            {
                if (entry.ChildText("name") == "lead") findings.Refuse("lead is heavy", entry.Path);
                if (long.TryParse(entry.ChildText("rank"), out var rank) && rank > 100) findings.Warn("a rank of more than 100", entry.Path.Child("rank"));
            }
        }
    }

    private sealed class Uptime : IStateProvider
    {
        public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
        {
            state.SetText(new DataPath(context.Running.Schema).Child("dhcp:dhcp").Child("uptime"), "77");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class SetClock : IOperationHandler
    {
        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
        {
            invocation.Progress.Report(new OperationProgress("setting the clock"));
            invocation.Progress.Report(new OperationProgress("setting the clock", 50));
            var root = new DataPath(invocation.Input.Schema, invocation.Operation.Output);
            var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
            // What the reference's example shows for its clockSettings.
            output.SetText(root.Child("systemClock"), invocation.Input.Root.ChildText("clockSettings") == "2014-02-11T14:20:53.460%2B01:00" ? "0000-00-00T03:00:00+00:00" : "unset");
            output.SetText(root.Child("inlineContainer").Child("bar"), "false");
            output.SetText(root.Child("hardwareClock"), "0000-00-00T04:00:00+00:00");
            return new ValueTask<DataTree?>(output.Seal());
        }
    }

    // Its answer lacks what the module demands.
    private sealed class Lie : IOperationHandler
    {
        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
        {
            var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
            output.Create(new DataPath(invocation.Input.Schema, invocation.Operation.Output).Child("report"));
            return new ValueTask<DataTree?>(output.Seal());
        }
    }

    private sealed class CreateService : IOperationHandler
    {
        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken) => new((DataTree?)null);
    }
}

/// <summary>Everybody's password is the user's name.</summary>
internal sealed class TestUsers : IUserAuthenticator
{
    public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) =>
        ValueTask.FromResult(attempt is { User: "admin" or "oper" or "guest", Transport: "jsonrpc" } && password == attempt.User);

    public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => ValueTask.FromResult(false);
}

/// <summary>A clock that stands until it is moved; its timers are the system's, but for those that the test fires itself.</summary>
internal sealed class StandingClock : TimeProvider
{
    private readonly Channel<HeldTimer> _held = Channel.CreateUnbounded<HeldTimer>();
    private TimeSpan? _holds;
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero).AddTicks(Volatile.Read(ref _ticks));

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    /// <summary>Timers of that length run out only when the test says so.</summary>
    public void Hold(TimeSpan due) => _holds = due;

    /// <summary>The next of them, when it has begun.</summary>
    public ValueTask<HeldTimer> NextHeldAsync() => _held.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != _holds) return base.CreateTimer(callback, state, dueTime, period);
        var timer = new HeldTimer(callback, state);
        _held.Writer.TryWrite(timer);
        return timer;
    }
}

/// <summary>A timer that runs out when it is told to.</summary>
internal sealed class HeldTimer(TimerCallback callback, object? state) : ITimer
{
    public void Fire() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
