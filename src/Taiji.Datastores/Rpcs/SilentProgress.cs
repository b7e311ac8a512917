namespace Taiji.Datastores.Rpcs;

/// <summary>Reports that nobody wants to hear.</summary>
internal sealed class SilentProgress : IProgress<OperationProgress>
{
    /// <summary>The one.</summary>
    public static SilentProgress Instance { get; } = new();

    /// <inheritdoc/>
    public void Report(OperationProgress value)
    {
    }
}
