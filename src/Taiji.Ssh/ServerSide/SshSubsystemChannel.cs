using System.IO.Pipelines;
using System.Net;

namespace Taiji.Ssh.ServerSide;

/// <summary>A subsystem that a client opened on one channel (RFC 4254 §6.5), for the time its handler runs.</summary>
public sealed class SshSubsystemChannel
{
    internal SshSubsystemChannel(IDuplexPipe transport, string user, string subsystem, EndPoint? remoteEndPoint, string clientVersion)
    {
        Transport = transport;
        User = user;
        Subsystem = subsystem;
        RemoteEndPoint = remoteEndPoint;
        ClientVersion = clientVersion;
    }

    /// <summary>
    /// The channel's bytes. The input completes when the client ends its side, with an <see cref="SshException"/> when the
    /// connection was lost; a flush of the output reports <c>IsCompleted</c> when nobody is there to read. Both push back.
    /// </summary>
    public IDuplexPipe Transport { get; }

    /// <summary>The authenticated user's name.</summary>
    public string User { get; }

    /// <summary>What the authenticator gave with its yes (<see cref="SshLogin.State"/>).</summary>
    public object? State { get; init; }

    /// <summary>The subsystem's name, one of those allowed.</summary>
    public string Subsystem { get; }

    /// <summary>The client's address.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>The client's identification, such as <c>SSH-2.0-OpenSSH_9.2</c>.</summary>
    public string ClientVersion { get; }
}
