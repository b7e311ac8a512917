using System.Runtime.InteropServices;

namespace Taiji.Serve;

/// <summary>Lives with a file size limit (<c>ulimit -f</c>): a write beyond it is to fail, and its commit to be refused, instead of the signal ending the server.</summary>
internal static class FileSizeLimit
{
    private const int Signal = 25; // SIGXFSZ, on Linux and macOS alike.

    /// <summary>Takes the signal until disposed; null where the system has none.</summary>
    public static IDisposable? Survive() =>
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create((PosixSignal)Signal, static context => context.Cancel = true);
}
