using System.Net;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Ssh;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>Lets SSH ask the server's users; a challenge (a second factor) is asked by keyboard-interactive authentication (RFC 4256).</summary>
internal sealed class SshUserAuthenticator(IUserAuthenticator users) : ISshAuthenticator
{
    /// <inheritdoc/>
    public ValueTask<SshLogin> AuthenticatePasswordAsync(SshUserRequest request, string password, CancellationToken cancellationToken) =>
        AskAsync(Facts(request) with { Password = password }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SshLogin> AuthenticatePublicKeyAsync(SshUserRequest request, SshPublicKey key, CancellationToken cancellationToken) =>
        AskAsync(Facts(request) with { Key = new PublicKey(key.Algorithm, key.Blob), IsOffer = request.IsOffer }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SshLogin> AuthenticateAnswersAsync(SshUserRequest request, IReadOnlyList<string> answers, CancellationToken cancellationToken)
    {
        if (request.State is TransportFacts challenged) return AskAsync(challenged with { Answers = answers }, cancellationToken);
        return answers.Count == 1 ? AuthenticatePasswordAsync(request, answers[0], cancellationToken) : new ValueTask<SshLogin>(false);
    }

    private static TransportFacts Facts(SshUserRequest request) =>
        new() { Transport = NetconfSshListener.TransportName, Source = request.RemoteEndPoint as IPEndPoint, User = request.User };

    private async ValueTask<SshLogin> AskAsync(TransportFacts facts, CancellationToken cancellationToken) => await users.AuthenticateAsync(facts, cancellationToken) switch
    {
        // The user is whom the client named: SSH has no other name for the session.
        AuthenticationResult.Accepted accepted when accepted.User == facts.User => SshLogin.Accept(accepted),
        AuthenticationResult.Challenged challenge => SshLogin.Ask([.. challenge.Prompts.Select(p => new SshPrompt(p.Text, p.IsEchoed))], facts),
        _ => false,
    };
}
