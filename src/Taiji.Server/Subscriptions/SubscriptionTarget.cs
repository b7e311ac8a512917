using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>The two things that can be subscribed to, and how their modules name what belongs to them.</summary>
internal sealed class SubscriptionTarget
{
    private const string Notifications = "ietf-subscribed-notifications";
    private const string Push = "ietf-yang-push";

    private SubscriptionTarget(string module, string name, string prefix, string reference, string list)
    {
        Module = module;
        Name = name;
        SubtreeFilter = prefix + "-subtree-filter";
        XPathFilter = prefix + "-xpath-filter";
        FilterReference = reference;
        FilterList = list;
    }

    /// <summary>An event stream (RFC 8639).</summary>
    public static SubscriptionTarget Stream { get; } = new(Notifications, "stream", "stream", "stream-filter-name", "stream-filter");

    /// <summary>A datastore (RFC 8641).</summary>
    public static SubscriptionTarget Datastore { get; } = new(Push, "datastore", "datastore", "selection-filter-ref", "selection-filter");

    /// <summary>The module that defines its parameters.</summary>
    public string Module { get; }

    /// <summary>The leaf that says which.</summary>
    public string Name { get; }

    /// <summary>The subtree filter.</summary>
    public string SubtreeFilter { get; }

    /// <summary>The XPath filter.</summary>
    public string XPathFilter { get; }

    /// <summary>The name of a configured filter.</summary>
    public string FilterReference { get; }

    /// <summary>The list of configured filters in <c>/filters</c>.</summary>
    public string FilterList { get; }

    /// <summary>A child that belongs to it, or null.</summary>
    /// <param name="parent">Where.</param>
    /// <param name="name">Its name.</param>
    public DataNode? Child(DataNode parent, string name)
    {
        var schema = parent.Tree.Schema;
        return schema.FindModule(Module) is { } module && parent.Schema is InnerNode inner && inner.FindChild(module, name) is { } node && parent.TryGetChild(node, out var child)
            ? child : null;
    }

    /// <summary>Where a configured filter is.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">Its name.</param>
    public DataPath FilterPath(YangSchema schema, string name) => new DataPath(schema).Child(Notifications + ":filters").Entry($"{Module}:{FilterList}", name);
}
