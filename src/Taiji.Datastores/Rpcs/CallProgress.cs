namespace Taiji.Datastores.Rpcs;

/// <summary>The reports of one call: heard while it runs, in order, and without harm to the handler.</summary>
/// <param name="listener">Hears them.</param>
internal sealed class CallProgress(IProgress<OperationProgress> listener) : IProgress<OperationProgress>
{
    private readonly Lock _sync = new();
    private bool _isOver;

    /// <inheritdoc/>
    public void Report(OperationProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_sync)
        {
            if (_isOver) return;
            try
            {
                listener.Report(value.Percent is null ? value : value with { Percent = Math.Clamp(value.Percent.Value, 0, 100) });
            }
#pragma warning disable CA1031 // Whoever listens must not break the operation.
            catch (Exception)
#pragma warning restore CA1031
            {
                _isOver = true;
            }
        }
    }

    /// <summary>The answer is there: nothing follows it.</summary>
    public void End()
    {
        lock (_sync) _isOver = true;
    }
}
