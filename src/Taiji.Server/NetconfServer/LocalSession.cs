using Taiji.Datastores.Sessions;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.Listeners;

namespace Taiji.Server.NetconfServer;

/// <summary>Whom a local session may act for, with the attribute <c>username</c> of taiji-local-session.</summary>
public enum CredentialsMode
{
    /// <summary>Anybody for anybody.</summary>
    None,

    /// <summary>Everybody for themselves only.</summary>
    Exact,

    /// <summary>As <see cref="Exact"/>, except for those who are named, root and the server's own user.</summary>
    Except,
}

/// <summary>The user of each request of a session.</summary>
/// <param name="session">The session.</param>
/// <param name="mode">Whom it may act for.</param>
/// <param name="trusted">Who may act for anybody, in the mode <see cref="CredentialsMode.Except"/>.</param>
internal sealed class LocalSession(Session session, CredentialsMode mode, IReadOnlyCollection<string> trusted)
{
    private readonly SessionIdentity _peer = session.Identity;

    /// <summary>Whether the session is a local one.</summary>
    public bool IsLocal => _peer.Transport == NetconfUnixListener.TransportName;

    /// <summary>Lets the session act for whom the request says, or for its peer when it says nobody.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">It may not (access-denied), or it isn't a local session.</exception>
    public void ActFor(RpcRequest request)
    {
        var user = MessageAttributes.OfRpc(request, "username", IsLocal);
        if (user is null || user == _peer.User)
        {
            session.ActAs(_peer);
            return;
        }

        if (!MayActForOthers()) throw ProtocolErrors.AccessDenied($"User {_peer.User} may not act for user {user}.");
        session.ActAs(_peer with { User = user, Groups = [], IsRecovery = false });
    }

    private bool MayActForOthers() => mode switch
    {
        CredentialsMode.None => true,
        CredentialsMode.Except => _peer.IsRecovery || trusted.Contains(_peer.User),
        _ => false,
    };
}
