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
    /// <param name="inParts">Which lists the reader takes, whole, in parts.</param>
    /// <param name="cancellationToken">The reader gives up.</param>
    public async ValueTask<StateRead> ReadAsync(
        DataTree configuration, DataTree running, IReadOnlyList<DataPath>? reach, bool isOperational, InParts inParts, CancellationToken cancellationToken)
    {
        List<(StateContext Context, Task<ProviderAnswer> State)>? asked = null;
        for (var i = 0; i < _providers.Count; i++)
        {
            var provider = _providers[i];
            if (!IsReached(provider.Node, reach)) continue;
            var context = new StateContext(running, reach, isOperational);
            var list = provider.OrderedList is { } ordered && inParts.Takes(ordered) && IsAlone(provider) ? ordered : null;
            (asked ??= []).Add((context, list is null ? AskAsync(provider, context, cancellationToken) : AskInPartsAsync(provider, list, context, cancellationToken)));
        }

        return asked is null ? new StateRead(configuration, [], []) : await MergeAsync(configuration, asked, isOperational).ConfigureAwait(false);
    }

    private static async Task<StateRead> MergeAsync(DataTree configuration, List<(StateContext Context, Task<ProviderAnswer> State)> asked, bool isOperational)
    {
        var editor = configuration.Edit();
        var root = new DataPath(configuration.Schema);
        var provided = new List<ProvidedConfiguration>();
        var remainders = new List<StateRemainder>();
        foreach (var (context, task) in asked)
        {
            var answer = await AnswerAsync(task, asked).ConfigureAwait(false);
            if (answer.Remainder is { } remainder) remainders.Add(remainder);
            if (answer.State is not { IsEmpty: false } state) continue;
            var gaveConfiguration = context.Origin is not null;
            editor.Merge(root, gaveConfiguration && !isOperational ? StateCheck.WithoutConfiguration(state).Root : state.Root);
            if (isOperational && (gaveConfiguration || LeadsElsewhere(state, configuration))) provided.Add(new ProvidedConfiguration(state, context));
        }

        return new StateRead(editor.Seal(), provided, remainders);
    }

    // When the reader gives up, it has nothing that it could let go of.
    private static async Task<ProviderAnswer> AnswerAsync(Task<ProviderAnswer> task, List<(StateContext Context, Task<ProviderAnswer> State)> asked)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            foreach (var (_, other) in asked)
            {
                await ((Task)other).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (other.IsCompletedSuccessfully && (await other.ConfigureAwait(false)).Remainder is { } remainder) await remainder.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private static async Task<ProviderAnswer> AskAsync(ProviderCall provider, StateContext context, CancellationToken cancellationToken) =>
        new(await provider.AskAsync(context, cancellationToken).ConfigureAwait(false), null);

    // Until there is a second bit nothing is given away: a provider that fails before that is left out whole.
    private static async Task<ProviderAnswer> AskInPartsAsync(ProviderCall provider, ListNode list, StateContext context, CancellationToken cancellationToken)
    {
        var run = provider.Run(context, list, cancellationToken);
        var isHandedOn = false;
        try
        {
            var first = await run.NextAsync().ConfigureAwait(false);
            var second = first is null ? null : await run.NextAsync().ConfigureAwait(false);
            if (run.Failure is not null) return new ProviderAnswer(null, null);
            isHandedOn = second is not null;
            return new ProviderAnswer(first, second is null ? null : new StateRemainder(list, run, second));
        }
        finally
        {
            if (!isHandedOn) await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether no other provider gives state at, above or below its node.</summary>
    private bool IsAlone(ProviderCall provider) =>
        _providers.All(p => p == provider || !(SchemaWay.IsAtOrBelow(p.Node, provider.Node) || SchemaWay.IsAtOrBelow(provider.Node, p.Node)));

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
/// <param name="Remainders">The rest of lists of which only the first entries are in the tree.</param>
internal readonly record struct StateRead(DataTree Tree, IReadOnlyList<ProvidedConfiguration> Provided, IReadOnlyList<StateRemainder> Remainders);

/// <summary>Which lists are read in parts.</summary>
/// <param name="Wanted">Whether the reader takes one so; null for none.</param>
/// <param name="IsWholeReadable">Whether all of one may be read; null where everything may.</param>
internal readonly record struct InParts(Func<ListNode, bool>? Wanted, Func<SchemaNode, bool>? IsWholeReadable)
{
    /// <summary>Whether a list is.</summary>
    /// <param name="list">The list.</param>
    public bool Takes(ListNode list) => Wanted is not null && Wanted(list) && (IsWholeReadable is null || IsWholeReadable(list));
}

/// <summary>What a provider gave.</summary>
/// <param name="State">The state; null when it failed.</param>
/// <param name="Remainder">The rest of its list; null when that is all.</param>
internal readonly record struct ProviderAnswer(DataTree? State, StateRemainder? Remainder);
