namespace Taiji.Ssh.Tests.Support;

/// <summary>How long anything may take before a test fails instead of hanging; far more than it takes.</summary>
internal static class TestLimits
{
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public static Task<T> Limited<T>(this Task<T> task) => task.WaitAsync(Wait);

    public static Task Limited(this Task task) => task.WaitAsync(Wait);
}
