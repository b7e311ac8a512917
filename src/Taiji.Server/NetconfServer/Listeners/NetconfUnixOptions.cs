namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>How NETCONF is served on a Unix socket.</summary>
public sealed class NetconfUnixOptions
{
    /// <summary>The socket's path, at most 107 bytes. A file that a dead server left there is replaced.</summary>
    public string Path { get; set; } = "";
}
