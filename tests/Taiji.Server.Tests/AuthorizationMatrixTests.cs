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
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Netconf.Client;
using Taiji.Server.NetconfServer;
using Taiji.Server.RestconfApi;
using Taiji.Server.Tests.NetconfServer;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests;

/// <summary>Every operation of every protocol for users who may do everything, something and nothing (RFC 8341): generated from <see cref="AuthorizationTable"/>.</summary>
public sealed class AuthorizationMatrixTests
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

    private static readonly YangSchema Schema = Compile();

    public static TheoryData<int, Permission> NetconfRows() => Rows(AuthorizationTable.Netconf.Count);

    public static TheoryData<int, Permission> RestconfRows() => Rows(AuthorizationTable.Restconf.Count);

    [Fact]
    public void Every_NETCONF_operation_has_a_row()
    {
        var rows = AuthorizationTable.Netconf.Select(r => r.Operation).ToHashSet();
        SessionOperations.Names.Select(n => n.Name).Where(n => !rows.Contains(n)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_RESTCONF_method_of_every_kind_of_resource_has_a_row()
    {
        var rows = AuthorizationTable.Restconf.Select(r => $"{r.Kind} {r.Method}").ToHashSet();
        var targets = Enum.GetValues<ResourceKind>().Select(kind => new ResourceTarget(kind)
        {
            IsWritable = true,
            Path = kind switch
            {
                ResourceKind.Datastore => new DataPath(Schema),
                ResourceKind.Data => new DataPath(Schema).Child("t:x"),
                _ => null,
            },
        });
        targets.SelectMany(t => t.Allow.Split(", ").Select(m => $"{t.Kind} {m}")).Where(r => !rows.Contains(r)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(NetconfRows))]
    public async Task NETCONF(int row, Permission user)
    {
        var (operation, request, allowed, partial, denied) = AuthorizationTable.Netconf[row];
        // Operations of modules that this build doesn't have.
        if (!SessionOperations.Names.Any(n => n.Name == operation) && operation is not ("ping" or "nobody")) return;
        await using var engine = await StartAsync();
        var endpoint = new NetconfEndpoint(engine.Operations, Options.Create(new NetconfServerOptions()), NullLoggerFactory.Instance);
        using var stopping = new CancellationTokenSource();
        Pipe up = new(), down = new();
        var serving = endpoint.ServeAsync(new End(up.Reader, down.Writer), new SessionIdentity(user.ToString(), "test"), stopping.Token);
        await using (var client = await NetconfClient.ConnectAsync(new End(down.Reader, up.Writer)))
        {
            Expect(Pick(user, allowed, partial, denied), await ResultAsync(client, request), $"{user}: {request}");
        }

        await stopping.CancelAsync();
        await serving;
    }

    [Theory]
    [MemberData(nameof(RestconfRows))]
    public async Task RESTCONF(int row, Permission user)
    {
        var (_, method, target, content, allowed, partial, denied) = AuthorizationTable.Restconf[row];
        await using var engine = await StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton(engine.Operations).AddSingleton<IUserAuthenticator>(new Anybody()).AddRestconf();
        await using var app = builder.Build();
        app.MapRestconf();
        await app.StartAsync();
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(new HttpMethod(method), app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/restconf" + target);
        message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":x")));
        if (content is not null) message.Content = new StringContent(content, Encoding.UTF8, "application/yang-data+json");
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        // A stream has no end of its own.
        var body = response is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "text/event-stream" } ? "" : await response.Content.ReadAsStringAsync();
        Expect(Pick(user, allowed, partial, denied), ((int)response.StatusCode).ToString(null, null), $"{user}: {method} {target}: {body}");
        response.Dispose();
        await app.StopAsync();
    }

    private static TheoryData<int, Permission> Rows(int count)
    {
        var data = new TheoryData<int, Permission>();
        for (var row = 0; row < count; row++)
        {
            foreach (var user in Enum.GetValues<Permission>()) data.Add(row, user);
        }

        return data;
    }

    private static string Pick(Permission user, string allowed, string partial, string denied) => user switch
    {
        Permission.Allowed => allowed,
        Permission.Partial => partial,
        _ => denied,
    };

    private static void Expect(string expected, string actual, string what)
    {
        if (expected == "not-denied") actual.ShouldNotBe("access-denied", what);
        else actual.ShouldBe(expected, what);
    }

    private static async Task<string> ResultAsync(NetconfClient client, string request)
    {
        try
        {
            var errors = (await client.SendAsync(request)).Errors.Where(e => e.Severity == ErrorSeverity.Error).ToList();
            return errors.Count == 0 ? "ok" : errors[0].Tag;
        }
        catch (RpcErrorException e)
        {
            return e.Errors[0].Tag;
        }
    }

    private static async Task<DatastoreEngine> StartAsync()
    {
        var module = Schema.FindModule("t")!;
        var y = (ListNode)((InnerNode)Schema.Root.FindChild(module, "x")!).FindChild(module, "y")!;
        var plugins = new DatastorePlugins
        {
            OperationHandlers = new Dictionary<OperationNode, IOperationHandler> { [(OperationNode)Schema.Root.FindChild(module, "ping")!] = new Silent(), [y.Actions[0]] = new Silent() },
        };
        return await DatastoreEngine.OpenAsync(
            Schema,
            new DatastoreOptions { Startup = new JsonDataReader(Schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(Configuration))) },
            plugins,
            new NacmAccessControl(),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(TestStack.Module);
        string[] optional = ["ietf-netconf-nmda", "ietf-subscribed-notifications", "ietf-yang-push"];
        string[] needed = ["ietf-netconf", "ietf-netconf-acm", "ietf-netconf-monitoring", "ietf-netconf-partial-lock", "ietf-yang-library", "ietf-datastores", "ietf-restconf-monitoring"];
        foreach (var name in needed.Concat(optional.Where(Exists))) compiler.Implement(name);
        return compiler.Compile().GetSchemaOrThrow();
    }

    private static bool Exists(string module)
    {
        var compiler = new SchemaCompiler();
        compiler.Implement(module);
        return compiler.Compile().Schema is not null;
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

    private sealed class Anybody : IUserAuthenticator
    {
        public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) => new(true);

        public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => new(false);
    }
}
