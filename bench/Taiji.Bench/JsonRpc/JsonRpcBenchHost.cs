using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Server.Http;
using Taiji.Server.JsonRpcApi;
using Taiji.Server.RestconfApi;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Bench.JsonRpc;

/// <summary>JSON-RPC and RESTCONF in this process over N entries, with rules that keep the user <c>ann</c> from one entry and <c>bob</c> from another list.</summary>
internal sealed class JsonRpcBenchHost : IAsyncDisposable
{
    private const string Module = """
        module y {
          namespace "urn:y"; prefix y;
          container x { list y { key a; leaf a { type int32; } leaf b { type string; } } }
          container z { leaf hidden { type string; } leaf counter { type uint32; } }
        }
        """;

    private const string Rules = """
        "ietf-netconf-acm:nacm":{"write-default":"permit","groups":{"group":[{"name":"a","user-name":["ann"]},{"name":"b","user-name":["bob"]}]},"rule-list":[
          {"name":"a","group":["a"],"rule":[{"name":"1","path":"/y:x/y[a='7']","access-operations":"read","action":"deny"}]},
          {"name":"b","group":["b"],"rule":[{"name":"1","path":"/y:z/hidden","access-operations":"read","action":"deny"}]}]}
        """;

    private readonly WebApplication _app;
    private readonly DatastoreEngine _engine;

    private JsonRpcBenchHost(WebApplication app, DatastoreEngine engine, int port)
    {
        _app = app;
        _engine = engine;
        Port = port;
    }

    public int Port { get; }

    public Operations Operations => _engine.Operations;

    public static async Task<JsonRpcBenchHost> StartAsync(int entries)
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        foreach (var name in new[] { "ietf-datastores", "ietf-netconf", "ietf-netconf-acm" }) compiler.Implement(name);
        var schema = compiler.Compile().GetSchemaOrThrow();
        var access = new NacmAccessControl();
        var engine = await DatastoreEngine.OpenAsync(
            schema, new DatastoreOptions { Startup = Load(schema, entries), Sessions = new SessionLimits { MaxPerUser = 5_000 } }, new DatastorePlugins(), access, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var port = FreePort();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore().AddClearTextHttp().AddHttpFront();
        builder.Services.AddSingleton(engine.Operations).AddSingleton<IAccessControl>(access).AddSingleton<IUserAuthenticator>(new Anybody()).AddRestconf().AddJsonRpc(o => o.MaxSessions = 5_000);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.ListenClearText(new IPEndPoint(IPAddress.Loopback, port)));
        var app = builder.Build();
        app.UseHttpFront();
        app.UseRouting();
        app.MapRestconf();
        app.MapJsonRpc();
        await app.StartAsync();
        return new JsonRpcBenchHost(app, engine, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private static DataTree Load(YangSchema schema, int entries)
    {
        var text = new StringBuilder("{").Append(Rules).Append(",\"y:x\":{\"y\":[");
        for (var i = 0; i < entries; i++) text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{{\"a\":{i},\"b\":\"value{i}\"}}");
        return new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text.Append("]}}").ToString())));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class Anybody : IUserAuthenticator
    {
        public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => ValueTask.FromResult(false);
    }
}
