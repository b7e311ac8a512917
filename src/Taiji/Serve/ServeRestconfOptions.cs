using System.Net;
using Taiji.Server.RestconfApi.RuntimeSettings;

namespace Taiji.Serve;

/// <summary>What <c>taiji serve</c> was asked of the RESTCONF server.</summary>
internal sealed record ServeRestconfOptions
{
    public bool StagesByHeader { get; init; }

    public bool StagesAlways { get; init; }

    public bool StagesUnixSockets { get; init; }

    public IReadOnlyList<IPEndPoint> StagingEndPoints { get; init; } = [];

    public bool UpdatesStartup { get; init; } = true;

    public AuthType AuthType { get; init; }

    public bool IsPretty { get; init; }
}
