using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Asks the state providers that a reader can reach, at the same time, and grafts what they give onto the configuration. One that fails costs its subtree only.</summary>
internal sealed class StateReader
{
    private readonly IReadOnlyList<ProviderCall> _providers;

    /// <summary>Makes the reader.</summary>
    /// <param name="providers">In the order in which what they give is merged.</param>
    public StateReader(IReadOnlyList<ProviderCall> providers) => _providers = providers;

    /// <summary>The configuration with the state that can be reached.</summary>
    /// <param name="configuration">The configuration: running, or what of it is applied.</param>
    /// <param name="running">Running, as the providers see it.</param>
    /// <param name="reach">What the reader can reach; null for everything.</param>
    /// <param name="isOperational">Whether configuration that providers give belongs to what is read.</param>
    /// <param name="cancellationToken">The reader gives up.</param>
    public async ValueTask<StateRead> ReadAsync(
        DataTree configuration, DataTree running, IReadOnlyList<DataPath>? reach, bool isOperational, CancellationToken cancellationToken)
    {
        List<(StateContext Context, Task<DataTree?> State)>? asked = null;
        for (var i = 0; i < _providers.Count; i++)
        {
            var provider = _providers[i];
            if (!IsReached(provider.Node, reach)) continue;
            var context = new StateContext(running, reach, isOperational);
            (asked ??= []).Add((context, provider.AskAsync(context, cancellationToken)));
        }

        if (asked is null) return new StateRead(configuration, []);
        var editor = configuration.Edit();
        var root = new DataPath(configuration.Schema);
        var provided = new List<ProvidedConfiguration>();
        foreach (var (context, task) in asked)
        {
            if (await task.ConfigureAwait(false) is not { IsEmpty: false } state) continue;
            var gaveConfiguration = context.Origin is not null;
            editor.Merge(root, gaveConfiguration && !isOperational ? StateCheck.WithoutConfiguration(state).Root : state.Root);
            if (isOperational && (gaveConfiguration || LeadsElsewhere(state, configuration))) provided.Add(new ProvidedConfiguration(state, context));
        }

        return new StateRead(editor.Seal(), provided);
    }

    /// <summary>Whether there is state in entries that aren't configured: those are the system's (RFC 8342 §5.3.3).</summary>
    private static bool LeadsElsewhere(DataTree state, DataTree configuration) => LeadsElsewhere(state.Root, configuration.Root, true);

    private static bool LeadsElsewhere(DataNode state, DataNode configuration, bool isThere)
    {
        foreach (var child in state.Children)
        {
            if (child.Schema is not InnerNode { IsConfig: true } inner) continue;
            DataNode same = default;
            var found = isThere && (child.Schema is ListNode ? configuration.Entries(inner).TryGet(child.Key, out same) : configuration.TryGetChild(inner, out same));
            if (!found && inner is ListNode or ContainerNode { IsPresence: true }) return true;
            if (LeadsElsewhere(child, same, found)) return true;
        }

        return false;
    }

    private static bool IsReached(SchemaNode node, IReadOnlyList<DataPath>? reach)
    {
        if (reach is null) return true;
        for (var i = 0; i < reach.Count; i++)
        {
            var path = reach[i];
            if (SchemaWay.IsAtOrBelow(node, path.Node) || SchemaWay.IsAtOrBelow(path.Node, node)) return true;
        }

        return false;
    }
}

/// <summary>A configuration with state.</summary>
/// <param name="Tree">Both.</param>
/// <param name="Provided">What of the configuration came from providers; empty where that isn't read.</param>
internal readonly record struct StateRead(DataTree Tree, IReadOnlyList<ProvidedConfiguration> Provided);
