namespace Taiji.Server.ListenPoints;

/// <summary>What carries sessions.</summary>
internal enum TransportKind
{
    Ssh,
    Tls,
}
