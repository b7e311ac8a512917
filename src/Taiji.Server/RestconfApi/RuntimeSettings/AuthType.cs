namespace Taiji.Server.RestconfApi.RuntimeSettings;

/// <summary>How clients prove who they are.</summary>
public enum AuthType
{
    /// <summary>By whatever the server understands.</summary>
    Any,

    /// <summary>By a TLS client certificate.</summary>
    ClientCertificate,

    /// <summary>By a password or a token.</summary>
    User,

    /// <summary>Not at all: everybody is one user, who is named.</summary>
    None,
}
