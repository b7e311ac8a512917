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
        var began = _time.GetTimestamp();
        try
        {
            var state = _provider is StateStreamProvider stream
                ? await StateStreamReader.ReadAsync(stream.Stream, context, Node, Limit, cancellation.Token).ConfigureAwait(false)
                : await WriteAsync(context, cancellation.Token).ConfigureAwait(false);
            if (StateCheck.Misplaced(state, Node, context.Origin is not null) is { } misplaced) throw new MisplacedStateException(misplaced);
            if (Health.Succeeded(_time.GetElapsedTime(began))) Turned?.Invoke(Health);
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
            Report(e, _time.GetElapsedTime(began));
            return null;
        }
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

    private void Report(Exception e, TimeSpan took)
    {
        var error = e switch
        {
            RpcErrorException or MisplacedStateException or LateStateException => e.Message,
            _ => $"It failed ({e.GetType().Name}); the server's log says why.",
        };
        if (e is MisplacedStateException) LogMisplaced(Node.SchemaPath, Health.Name, e.Message);
        else LogFailed(Node.SchemaPath, Health.Name, error, e);
        if (Health.Failed(took, error, _time.GetUtcNow())) Turned?.Invoke(Health);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "State below {Path} is left out: provider {Provider} failed. {Detail}")]
    private partial void LogFailed(string path, string provider, string detail, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "State below {Path} is left out: provider {Provider}: {Misplaced}")]
    private partial void LogMisplaced(string path, string provider, string misplaced);

    private sealed class LateStateException(TimeSpan timeout) : Exception($"It did not answer within {timeout.TotalSeconds:0.###} s.");

    private sealed class MisplacedStateException(DataPath path)
        : Exception($"It wrote {path}, which is not state at or below its path{(path.Node.IsConfig ? "; configuration needs an origin" : "")}.");
}
