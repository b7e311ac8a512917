using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.SchemaMethods;

/// <summary>The groups of nodes that are hidden until they are asked for: <c>tailf:hidden</c> of tailf-common.</summary>
internal static class Hiding
{
    /// <summary>The groups a node is in.</summary>
    /// <param name="node">The node.</param>
    public static IEnumerable<string> GroupsOf(SchemaNode node) => node.Extensions.Where(e => e.Is("tailf-common", "hidden") && e.Argument is not null).Select(e => e.Argument!);

    /// <summary>Whether a node is hidden in a transaction.</summary>
    /// <param name="node">The node.</param>
    /// <param name="transaction">The transaction.</param>
    public static bool IsHidden(SchemaNode node, WebTransaction transaction) => GroupsOf(node).Any(g => g == "full" || !transaction.Unhidden.Contains(g));

    /// <summary>Refuses a group that no node is in.</summary>
    /// <param name="call">The call.</param>
    public static string DemandGroup(MethodCall call)
    {
        var group = call.Arguments.Text("group_name");
        return call.Server.Schema.Nodes.Any(n => GroupsOf(n).Contains(group)) ? group : throw JsonRpcException.InvalidParameter("group_name", $"there is no group '{group}'");
    }
}

/// <summary>Hides a group of nodes in the transaction.</summary>
internal sealed class HideSchema() : TransactionMethod("hide_schema", Parameter.Text("group_name"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        transaction.Unhidden.Remove(Hiding.DemandGroup(call));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Shows a group of nodes in the transaction; where the server's options give the group a password, with that.</summary>
internal sealed class UnhideSchema() : TransactionMethod("unhide_schema", Parameter.Text("group_name"), Parameter.Text("passwd").Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var group = Hiding.DemandGroup(call);
        if (call.Server.Options.HiddenGroups.TryGetValue(group, out var password) && !AreEqual(password, call.Arguments.Text("passwd", "")))
            throw new JsonRpcException(ErrorKind.Failed, "wrong password");
        if (group == "full") throw new JsonRpcException(ErrorKind.Failed, "the group 'full' is hidden for good");
        transaction.Unhidden.Add(group);
        return ValueTask.CompletedTask;
    }

    private static bool AreEqual(string one, string other) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.UTF8.GetBytes(one), System.Text.Encoding.UTF8.GetBytes(other));
}
