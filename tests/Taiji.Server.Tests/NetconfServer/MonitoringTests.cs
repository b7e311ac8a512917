using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Client;
using Taiji.Testing;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>RFC 6022 §2.1: the state that there is of a NETCONF server.</summary>
public sealed class MonitoringTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_leaf_of_the_module_has_a_value()
    {
        await using var server = await TaijiTestServer.StartAsync();
        await using var ssh = await server.ConnectNetconfSshAsync();
        await using var local = await server.ConnectNetconfAsync();
        await local.EditConfigAsync("running", """<system xmlns="urn:ietf:params:xml:ns:yang:ietf-system"><contact>x</contact></system>""", cancellationToken: Cancelled);
        (await local.LockAsync("candidate", Cancelled)).Errors.ShouldBeEmpty();
        (await local.SendAsync("""
            <partial-lock xmlns="urn:ietf:params:xml:ns:netconf:partial-lock:1.0"><select xmlns:s="urn:ietf:params:xml:ns:yang:ietf-system">/s:system/s:contact</select></partial-lock>
            """, Cancelled)).Errors.ShouldBeEmpty();
        var read = await server.Operations.ReadAsync(server.Session, new ReadRequest(Datastore.Operational), Cancelled);
        var found = new HashSet<string>();
        Collect(read.Tree.Root, found);
        var expected = read.Tree.Schema.Nodes.Where(n => n is LeafNode or LeafListNode && n.SchemaPath.StartsWith("/ietf-netconf-monitoring:netconf-state/", StringComparison.Ordinal))
            .Select(n => n.SchemaPath).ToList();
        expected.Count.ShouldBeGreaterThan(20);
        expected.Where(e => !found.Contains(e)).ShouldBeEmpty();
    }

    private static void Collect(DataNode node, HashSet<string> found)
    {
        foreach (var child in node.Children)
        {
            if (child.Schema is TypedNode) found.Add(child.Schema.SchemaPath);
            else if (child.Schema is InnerNode) Collect(child, found);
        }
    }
}
