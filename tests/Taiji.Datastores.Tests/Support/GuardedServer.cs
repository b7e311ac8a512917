using System.Buffers;
using System.Text;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Support;

/// <summary>An engine with access control over a module that has a place for every trick; <c>ann</c> is in the group <c>staff</c>, whom the rules are for.</summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    public const string Module = """
        module g {
          yang-version 1.1; namespace "urn:g"; prefix g;
          import ietf-netconf-acm { prefix nacm; }
          import iana-crypt-hash { prefix ianach; }
          container box {
            leaf open { type string; }
            leaf level { type uint8; default 3; }
            leaf secret { nacm:default-deny-all; type string; }
            leaf hash { type ianach:crypt-hash; }
            leaf kind { type string; }
            leaf fast { when "../kind = 'fast'"; type int32; }
            container tuning { when "../kind = 'fast'"; leaf gain { type int32; } }
            choice way {
              case road { leaf wheels { type uint8; } container car { leaf seats { type uint8; } } }
              case rail { leaf gauge { type uint16; } choice power { leaf steam { type empty; } leaf volts { type uint32; } } }
            }
            list port {
              key "name unit";
              leaf name { type string; }
              leaf unit { type uint8; }
              leaf speed { type uint32; }
              leaf note { type string; }
              unique speed;
              action reset;
              notification down;
            }
          }
          container refs { leaf to { type leafref { path "/g:box/g:port/g:name"; } } }
          rpc reboot;
          notification alarm;
        }
        """;

    private const string Augmenting = """
        module h {
          yang-version 1.1; namespace "urn:h"; prefix h;
          import g { prefix g; }
          augment "/g:box" { leaf extra { type string; } }
        }
        """;

    public static YangSchema Schema { get; } = Compile();

    private readonly TestServer _server;
    private readonly Session _root;

    private GuardedServer(TestServer server, NacmAccessControl access)
    {
        _server = server;
        Access = access;
        _root = server.Operations.Sessions.Open(new SessionIdentity("root", "internal") { IsRecovery = true });
        Ann = server.Open("ann");
    }

    public NacmAccessControl Access { get; }

    public Operations Operations => _server.Operations;

    public DatastoreEngine Engine => _server.Engine;

    public Session Ann { get; }

    /// <summary>A session that the rules don't bind.</summary>
    public Session Root => _root;

    /// <summary>Starts with rules for ann and a content, both in JSON.</summary>
    public static async Task<GuardedServer> StartAsync(string rules, string content = "{}", string nacm = "", DatastoreOptions? options = null)
    {
        var access = new NacmAccessControl();
        var server = new GuardedServer(await TestServer.StartAsync(schema: Schema, access: access, options: options), access);
        await server.ConfigureAsync($$$"""
            {"ietf-netconf-acm:nacm":{{{{nacm}}}"groups":{"group":[{"name":"staff","user-name":["ann"]}]},
             "rule-list":[{"name":"l","group":["staff"],"rule":[{{{rules}}}]}]}}
            """);
        await server.ConfigureAsync(content);
        return server;
    }

    public static DataTree Tree(string json) => new JsonDataReader(Schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));

    public static DataPath Path(string text) => DataPath.Parse(Schema, text);

    /// <summary>Merges as the root.</summary>
    public Task ConfigureAsync(string json) => MergeAsync(_root, json);

    public Task MergeAsync(Session session, string json, Datastore datastore = Datastore.Running) =>
        Operations.EditAsync(session, datastore, [new Edit(EditOperation.Merge, new DataPath(Schema), Tree(json))], new EditOptions(), CancellationToken.None);

    public Task EditAsync(EditOperation operation, string path, string? json = null, Datastore datastore = Datastore.Running) =>
        Operations.EditAsync(Ann, datastore, [new Edit(operation, Path(path), json is null ? null : Tree(json))], new EditOptions(), CancellationToken.None);

    /// <summary>What ann is shown, in JSON.</summary>
    public async Task<string> ReadAsync(Datastore datastore = Datastore.Running, Session? session = null)
    {
        var read = await Operations.ReadAsync(session ?? Ann, new ReadRequest(datastore), CancellationToken.None);
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, read.Tree.Root, new DataWriteOptions { Readable = read.Readable });
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The content below <c>/g:box</c> as it is, in JSON.</summary>
    public async Task<string> ContentAsync()
    {
        var read = await Operations.ReadAsync(_root, new ReadRequest(Datastore.Running), CancellationToken.None);
        var buffer = new ArrayBufferWriter<byte>();
        if (read.Tree.TryFind(Path("/g:box"), out var box)) JsonDataWriter.Write(buffer, box);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The refusals, as <c>tag path</c>.</summary>
    public static async Task<string> RefusedAsync(Func<Task> operation) =>
        string.Join("; ", (await Refused.AllAsync(operation)).Select(e => $"{e.Tag} {e.Path}"));

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        compiler.ImplementText(Augmenting);
        compiler.Implement("ietf-netconf-acm");
        compiler.Implement("taiji-access");
        compiler.Implement("ietf-netconf");
        return compiler.Compile().GetSchemaOrThrow();
    }
}
