namespace Taiji.Datastores.Auditing;

/// <summary>How the audit log is kept.</summary>
public sealed record AuditLogOptions
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>A new file is begun when this one is as large, in bytes.</summary>
    public long MaxSize { get; init; } = 64L * 1024 * 1024;

    /// <summary>A new file is begun when this one is as old; null for never.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How many old files are kept: <c>PATH.1</c> is the newest.</summary>
    public int MaxFiles { get; init; } = 10;
}
