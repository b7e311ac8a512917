using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Filters;

/// <summary>What a <c>filter</c> parameter selects.</summary>
internal abstract class DataFilter
{
    /// <summary>The paths it can reach; null when only its evaluation tells.</summary>
    /// <param name="schema">The schema.</param>
    public abstract IReadOnlyList<DataPath>? Reach(YangSchema schema);

    /// <summary>The selected part of a datastore's content.</summary>
    /// <param name="tree">The content.</param>
    /// <param name="selected">Receives the nodes that are selected themselves; null when nobody asks.</param>
    public abstract DataTree Apply(DataTree tree, SelectedNodes? selected = null);

    /// <summary>The part of a notification to send, or null when it is not selected (RFC 5277 §3.6).</summary>
    /// <param name="notification">The notification.</param>
    public abstract DataTree? ApplyToNotification(DataTree notification);

    /// <summary>
    /// The leaves whose values decide what is selected, each of them about its parent and what is in that; null when anything else may decide, so that only all of a datastore tells what
    /// of it is selected.
    /// </summary>
    /// <param name="schema">The schema.</param>
    public abstract IReadOnlySet<SchemaNode>? Conditions(YangSchema schema);

    /// <summary>Whether all entries of a list, with all that is in them, are selected whatever the data is, so that they needn't be there together to be filtered.</summary>
    /// <param name="list">The list; no list is around it.</param>
    public virtual bool SelectsWhole(ListNode list) => false;

    /// <summary>Whether a default of that node, which is in use where the node's parent is, belongs to what is selected (RFC 6243 §4.4: filters see defaults).</summary>
    /// <param name="node">The node.</param>
    public abstract bool CoversDefault(SchemaNode node);
}
