using Taiji.Datastores.AccessControl.Logins;

namespace Taiji.Server.Authenticators;

/// <summary>Users of the machine, with their groups there, or of whatever its PAM service knows. Each check has a thread of its own and a time-out, for modules block as long as they like.</summary>
/// <param name="service">The service's name.</param>
/// <param name="directory">A directory with service files instead of the system's, or null.</param>
public sealed class PamAuthenticator(string service, string? directory = null) : IAuthenticator, IDisposable
{
    // A module that hangs holds its thread: no more than these do so at a time.
    private const int MostAtATime = 8;

    private readonly SemaphoreSlim _slots = new(MostAtATime, MostAtATime);

    /// <summary>How long a check may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public string Name => "pam";

    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is not { User: { } user, Password: { } password }) return AuthenticationResult.Undecided;
        if (!await _slots.WaitAsync(Timeout, cancellationToken).ConfigureAwait(false)) return new AuthenticationResult.Refused("PAM is busy");
        var checking = Task.Factory.StartNew(() => Check(user, password, facts.Source?.Address.ToString()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await checking.WaitAsync(Timeout, cancellationToken).ConfigureAwait(false)
                ? new AuthenticationResult.Accepted(user) { Groups = UnixGroups.Of(user) } : new AuthenticationResult.Refused($"the PAM service {service} refused");
        }
        catch (TimeoutException)
        {
            return new AuthenticationResult.Refused($"the PAM service {service} took too long");
        }
    }

    // A module that hung may come back after the server has let go of this.
    private void Release()
    {
        try
        {
            _slots.Release();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private bool Check(string user, string password, string? host)
    {
        try
        {
            return Pam.Authenticate(service, directory, user, password, host);
        }
        finally
        {
            Release();
        }
    }
}
