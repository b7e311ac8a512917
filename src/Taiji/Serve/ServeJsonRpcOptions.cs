using Microsoft.AspNetCore.Http;
using Taiji.Server.JsonRpcApi.BatchCommands;

namespace Taiji.Serve;

/// <summary>What <c>taiji serve</c> was asked of the JSON-RPC API.</summary>
internal sealed record ServeJsonRpcOptions
{
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    public IReadOnlyDictionary<string, BatchCommandLine> Commands { get; init; } = new Dictionary<string, BatchCommandLine>();

    public string? LoginWarning { get; init; }

    public string? LoginNotice { get; init; }

    public SameSiteMode SameSite { get; init; } = SameSiteMode.Strict;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
