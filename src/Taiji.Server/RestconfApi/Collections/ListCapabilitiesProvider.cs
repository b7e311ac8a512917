using System.Text;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>Says of which state lists pages have cursors (draft-ietf-netconf-list-pagination §3.1.6, RFC 9196): of those with keys.</summary>
public sealed class ListCapabilitiesProvider : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-system-capabilities:system-capabilities";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var schema = context.Running.Schema;
        if (schema.FindModule("ietf-list-pagination") is not { IsImplemented: true }) return ValueTask.CompletedTask;
        var operational = new DataPath(schema).Child(Path[1..]).Entry("datastore-capabilities", "ietf-datastores:operational");
        var list = operational.Child("per-node-capabilities").Node;
        var position = 0L;
        foreach (var node in schema.Nodes)
        {
            if (node is not ListNode { IsConfig: false, Keys.Count: > 0 } || Selector(node) is not { } selector) continue;
            var entry = new DataPath(schema, [.. operational.Steps, new DataPathStep(list) { Position = position++ }]);
            state.Create(entry);
            state.SetText(entry.Child("node-selector"), selector);
            state.SetText(entry.Child("ietf-list-pagination:cursor-supported"), "true");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The path of a node of the data tree; null for one of an operation or notification.</summary>
    private static string? Selector(SchemaNode node)
    {
        var way = new Stack<SchemaNode>();
        for (SchemaNode? n = node; n is not SchemaRoot; n = n.DataParent)
        {
            if (n is null or OperationDataNode or OperationNode or NotificationNode) return null;
            way.Push(n);
        }

        var text = new StringBuilder();
        foreach (var step in way) text.Append('/').Append(step.Module.Name).Append(':').Append(step.Name);
        return text.ToString();
    }
}
