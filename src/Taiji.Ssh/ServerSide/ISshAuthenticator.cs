using System.Net;
using Taiji.Ssh.Keys;

namespace Taiji.Ssh.ServerSide;

/// <summary>Who asks to be authenticated.</summary>
/// <param name="User">The name that the client gave; it may be unknown, and it isn't proven.</param>
/// <param name="RemoteEndPoint">The client's address.</param>
/// <param name="ClientVersion">The client's identification, such as <c>SSH-2.0-OpenSSH_9.2</c>; not proven either.</param>
public sealed record SshUserRequest(string User, EndPoint? RemoteEndPoint, string ClientVersion)
{
    /// <summary>Whether the client only offers a key, to be told whether it is worth signing with (RFC 4252 §7): nobody is in by that.</summary>
    public bool IsOffer { get; init; }

    /// <summary>With answers: what the authenticator gave along with its questions (<see cref="SshLogin.State"/>); null for its own first ones.</summary>
    public object? State { get; init; }
}

/// <summary>
/// Decides who may log in (RFC 4252). Calls for one connection come one after the other; the token is cancelled when
/// the connection's time is over. An exception counts as a refusal and is logged.
/// </summary>
public interface ISshAuthenticator
{
    /// <summary>Whether this is the user's password (RFC 4252 §8).</summary>
    ValueTask<SshLogin> AuthenticatePasswordAsync(SshUserRequest request, string password, CancellationToken cancellationToken);

    /// <summary>
    /// Whether this key is one of the user's (RFC 4252 §7). Asked when a client offers the key and again when it signed with
    /// it: the transport has checked the signature then, and only then counts a yes as a login.
    /// </summary>
    ValueTask<SshLogin> AuthenticatePublicKeyAsync(SshUserRequest request, SshPublicKey key, CancellationToken cancellationToken);

    /// <summary>The first questions of keyboard-interactive authentication (RFC 4256); by default one for the password.</summary>
    ValueTask<IReadOnlyList<SshPrompt>> GetPromptsAsync(SshUserRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SshPrompt>>([new SshPrompt("Password: ", Echo: false)]);

    /// <summary>Whether these are the right answers, one for each question; by default the one answer is the password.</summary>
    ValueTask<SshLogin> AuthenticateAnswersAsync(SshUserRequest request, IReadOnlyList<string> answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return answers.Count == 1
            ? AuthenticatePasswordAsync(request, answers[0], cancellationToken)
            : ValueTask.FromResult<SshLogin>(false);
    }
}
