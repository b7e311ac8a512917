using System.Runtime.InteropServices;

namespace Taiji.Serve;

/// <summary>
/// Takes SIGTERM, SIGINT (Ctrl-C) and SIGQUIT from the moment it is made, which is the first thing the command does: whenever one of them comes, also while the server is still starting,
/// it ends in order and in its own time.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public StopSignals() => _registrations = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(s => PosixSignalRegistration.Create(s, Take))];

    /// <summary>Cancelled when the server is to end.</summary>
    public CancellationToken Asked => _asked.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _asked.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        // Not to end the process at once, which is what the system would do.
        context.Cancel = true;
        _ = _asked.CancelAsync();
    }
}
