using Microsoft.Extensions.Logging;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Asks one state provider: in time, checked, and without harm when it fails.</summary>
internal sealed partial class ProviderCall
{
    private readonly IStateProvider _provider;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lazy<ListNode?> _orderedList;

    /// <summary>Makes it.</summary>
    /// <param name="node">The schema node at and below which the provider gives state.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="timeout">How long it may take for one read; a stream, for one bit of it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of failures.</param>
    public ProviderCall(SchemaNode node, IStateProvider provider, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        Node = node;
        _provider = provider;
        _timeout = timeout;
        _time = time;
        _logger = logger;
        Health = new ProviderHealth(node, () => provider.Name);
        _orderedList = new Lazy<ListNode?>(() => Stream is { IsInKeyOrder: true } && Node is ListNode { IsConfig: false, Keys.Count: > 0 } list && !IsInList(list) && !HasWhens(list) ? list : null);
    }

    /// <summary>The schema node at and below which it gives state.</summary>
    public SchemaNode Node { get; }

    /// <summary>How it is doing.</summary>
    public ProviderHealth Health { get; }

    /// <summary>Raised when it fails and hadn't the time before, and when it is well again.</summary>
    public event Action<ProviderHealth>? Turned;

    /// <summary>What the provider gives; null when it failed.</summary>
    /// <param name="context">What it is asked.</param>
    /// <param name="cancellationToken">The reader gives up.</param>
    public async Task<DataTree?> AskAsync(StateContext context, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var began = Now;
        try
        {
            var state = Stream is not null ? await GatherAsync(context, cancellation.Token).ConfigureAwait(false) : await WriteAsync(context, cancellation.Token).ConfigureAwait(false);
            Check(state, context);
            Succeeded(began);
            return state;
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
            Failed(e, began);
            return null;
        }
    }

    /// <summary>The list whose entries it gives in the order of their keys, so that they can be written as they come; null when it doesn't.</summary>
    public ListNode? OrderedList => _orderedList.Value;

    /// <summary>The present moment, for <see cref="Succeeded"/> and <see cref="Failed"/>.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Begins to read its ordered list.</summary>
    /// <param name="context">What it is asked.</param>
    /// <param name="list">The list.</param>
    /// <param name="cancellationToken">The reader gives up.</param>
    public ProviderRun Run(StateContext context, ListNode list, CancellationToken cancellationToken) =>
        new(this, context, PathOf(context.Running.Schema, list), CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));

    /// <summary>Asks its stream.</summary>
    /// <param name="context">What it is asked.</param>
    /// <param name="cancellationToken">The reader gives up.</param>
    public Task<StateBits> StartAsync(StateContext context, CancellationToken cancellationToken) => StateBits.StartAsync(Stream!, context, Limit, cancellationToken);

    /// <summary>Refuses what doesn't belong where it is.</summary>
    /// <param name="state">What it gave.</param>
    /// <param name="context">What it was asked.</param>
    public void Check(DataTree state, StateContext context)
    {
        if (StateCheck.Misplaced(state, Node, context.Origin is not null) is { } misplaced) throw new MisplacedStateException(misplaced);
    }

    /// <summary>What is wrong when an entry comes after those that it belongs before.</summary>
    /// <param name="entry">The entry.</param>
    public static Exception OutOfOrder(DataPath entry) => new OutOfOrderException(entry);

    /// <summary>Notes that it has given all.</summary>
    /// <param name="began">When it was asked.</param>
    public void Succeeded(long began)
    {
        if (Health.Succeeded(_time.GetElapsedTime(began))) Turned?.Invoke(Health);
    }

    /// <summary>Notes and tells that it has failed.</summary>
    /// <param name="e">How.</param>
    /// <param name="began">When it was asked.</param>
    /// <returns>What clients are told of it.</returns>
    public string Failed(Exception e, long began)
    {
        var error = e switch
        {
            RpcErrorException or MisplacedStateException or LateStateException or OutOfOrderException => e.Message,
            _ => $"It failed ({e.GetType().Name}); the server's log says why.",
        };
        if (e is MisplacedStateException or OutOfOrderException) LogMisplaced(Node.SchemaPath, Health.Name, e.Message);
        else LogFailed(Node.SchemaPath, Health.Name, error, e);
        if (Health.Failed(_time.GetElapsedTime(began), error, _time.GetUtcNow())) Turned?.Invoke(Health);
        return error;
    }

    private IStateStream? Stream => (_provider as StateStreamProvider)?.Stream;

    private static bool IsInList(SchemaNode node)
    {
        for (var n = node.DataParent; n is not null; n = n.DataParent)
        {
            if (n is ListNode) return true;
        }

        return false;
    }

    // They may look at anything, which isn't there when only a part of the list is.
    private static bool HasWhens(InnerNode node) => node.DataChildren.Any(c => c.Whens.Count > 0 || (c is InnerNode inner && HasWhens(inner)));

    private static DataPath PathOf(YangSchema schema, SchemaNode node) => node.DataParent is { DataParent: not null } parent ? PathOf(schema, parent).Append(node) : new DataPath(schema).Append(node);

    private async Task<DataTree> GatherAsync(StateContext context, CancellationToken cancellationToken)
    {
        var schema = context.Running.Schema;
        var root = new DataPath(schema);
        var editor = DataTree.Empty(schema).Edit();
        await using var bits = await StartAsync(context, cancellationToken).ConfigureAwait(false);
        while (await bits.NextAsync(cancellationToken).ConfigureAwait(false) is { } bit) editor.Merge(root, bit.Root);
        return editor.Seal();
    }

    // On the pool: one that blocks instead of awaiting must not hold up the others, nor the reader beyond the time-out.
    private async Task<DataTree> WriteAsync(StateContext context, CancellationToken cancellationToken)
    {
        var editor = DataTree.Empty(context.Running.Schema).Edit();
        await Limit(Task.Run(() => _provider.ProvideAsync(context, editor, cancellationToken).AsTask(), cancellationToken), cancellationToken).ConfigureAwait(false);
        return editor.Seal();
    }

    private async Task Limit(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(_timeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new LateStateException(_timeout);
        }
        finally
        {
            // Nobody waits for it any more when it is late.
            _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "State below {Path} is left out: provider {Provider} failed. {Detail}")]
    private partial void LogFailed(string path, string provider, string detail, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "State below {Path} is left out: provider {Provider}: {Misplaced}")]
    private partial void LogMisplaced(string path, string provider, string misplaced);

    private sealed class LateStateException(TimeSpan timeout) : Exception($"It did not answer within {timeout.TotalSeconds:0.###} s.");

    private sealed class OutOfOrderException(DataPath entry) : Exception($"It gave {entry} after entries that come after it, though it gives them in the order of their keys.");

    private sealed class MisplacedStateException(DataPath path)
        : Exception($"It wrote {path}, which is not state at or below its path{(path.Node.IsConfig ? "; configuration needs an origin" : "")}.");
}
