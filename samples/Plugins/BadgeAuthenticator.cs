using Taiji.Datastores.AccessControl.Logins;

namespace Plugins;

/// <summary>
/// An authenticator that is asked beside the server's own: it knows clients by a header, refuses badges that were reported lost, and has nothing to say of anybody else.
/// </summary>
public sealed class BadgeAuthenticator : IAuthenticator
{
    public string Name => "badges";

    public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => new(facts.Header("X-Badge") switch
    {
        null => AuthenticationResult.Undecided,
        "lost" => new AuthenticationResult.Refused("the badge was reported lost"),
        var badge => new AuthenticationResult.Accepted("badge-" + badge) { Groups = ["visitors"] },
    });
}
