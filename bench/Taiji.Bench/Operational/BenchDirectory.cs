namespace Taiji.Bench.Operational;

/// <summary>A data directory that is gone after the measurement.</summary>
internal sealed class BenchDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("taiji-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
