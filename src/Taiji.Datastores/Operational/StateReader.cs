using Microsoft.Extensions.Logging;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Asks the state providers that a reader can reach, at the same time, and grafts what they give onto the configuration. One that fails costs its subtree only.</summary>
internal sealed partial class StateReader
{
    private readonly IReadOnlyList<(SchemaNode Node, IStateProvider Provider)> _providers;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes the reader.</summary>
    /// <param name="providers">By schema node.</param>
    /// <param name="timeout">How long each may take for one read.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of failures.</param>
    public StateReader(IReadOnlyList<(SchemaNode Node, IStateProvider Provider)> providers, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        _providers = providers;
        _timeout = timeout;
        _time = time;
        _logger = logger;
    }

    /// <summary>The configuration with the state that can be reached.</summary>
    /// <param name="running">The configuration.</param>
    /// <param name="reach">What the reader can reach; null for everything.</param>
    /// <param name="cancellationToken">The reader gives up.</param>
    public async ValueTask<DataTree> ReadAsync(DataTree running, IReadOnlyList<DataPath>? reach, CancellationToken cancellationToken)
    {
        List<(SchemaNode Node, Task<DataTree?> State)>? asked = null;
        foreach (var (node, provider) in _providers)
        {
            if (IsReached(node, reach)) (asked ??= []).Add((node, AskAsync(node, provider, new StateContext(running, reach), cancellationToken)));
        }

        if (asked is null) return running;
        var editor = running.Edit();
        var root = new DataPath(running.Schema);
        foreach (var (_, task) in asked)
        {
            if (await task.ConfigureAwait(false) is { IsEmpty: false } state) editor.Merge(root, state.Root);
        }

        return editor.Seal();
    }

    private static bool IsReached(SchemaNode node, IReadOnlyList<DataPath>? reach)
    {
        if (reach is null) return true;
        foreach (var path in reach)
        {
            if (SchemaWay.IsAtOrBelow(node, path.Node) || SchemaWay.IsAtOrBelow(path.Node, node)) return true;
        }

        return false;
    }

    private async Task<DataTree?> AskAsync(SchemaNode node, IStateProvider provider, StateContext context, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var editor = DataTree.Empty(context.Running.Schema).Edit();
        var token = cancellation.Token;
        // On the pool: one that blocks instead of awaiting must not hold up the others, nor the reader beyond the time-out.
        var task = Task.Run(() => provider.ProvideAsync(context, editor, token).AsTask(), token);
        try
        {
            await task.WaitAsync(_timeout, _time, cancellationToken).ConfigureAwait(false);
            var state = editor.Seal();
            if (StateCheck.Misplaced(state, node) is not { } misplaced) return state;
            LogMisplaced(node.SchemaPath, provider.GetType().Name, misplaced.ToString());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A user's code may throw anything: it costs its subtree.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
            _ = task.ContinueWith(static t => t.Exception, TaskScheduler.Default);
            LogFailed(node.SchemaPath, provider.GetType().Name, e is RpcErrorException ? e.Message : null, e);
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "State below {Path} is left out: provider {Provider} failed. {Detail}")]
    private partial void LogFailed(string path, string provider, string? detail, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "State below {Path} is left out: provider {Provider} wrote {Misplaced}, which is not state at or below that path")]
    private partial void LogMisplaced(string path, string provider, string misplaced);
}
