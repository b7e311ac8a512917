using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Taiji.Server.RestconfApi.RuntimeSettings;

/// <summary>What the host gives <c>/taiji-restconf-server:restconf-server</c>.</summary>
public sealed class ConfiguredRestconfOptions
{
    /// <summary>The certificate of ports and clients that have none of their own; null refuses those.</summary>
    public Func<X509Certificate2>? Certificate { get; set; }

    /// <summary>Is told the level of the log that is configured; null for the host's own.</summary>
    public Action<LogLevel?>? SetLogLevel { get; set; }
}
