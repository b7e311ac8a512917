using Taiji.Datastores.Operational;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.RestconfApi;

/// <summary>Gives <c>/ietf-restconf-monitoring:restconf-state</c> (RFC 8040 §9): the capabilities.</summary>
public sealed class RestconfMonitoringProvider : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-restconf-monitoring:restconf-state";

    private const string Prefix = "urn:ietf:params:restconf:capability:";
    private readonly RestconfOptions _options;

    /// <summary>Makes the provider.</summary>
    /// <param name="options">For the basic-mode.</param>
    public RestconfMonitoringProvider(RestconfOptions options) => _options = options;

    /// <summary>The capability URIs (RFC 8040 §9.1, RFC 8527 §4, RFC 8072 §4.3, draft-ietf-netconf-list-pagination-rc §3.1).</summary>
    public IReadOnlyList<string> Capabilities =>
    [
        $"{Prefix}defaults:1.0?basic-mode={_options.BasicMode switch { WithDefaults.ReportAll => "report-all", WithDefaults.Trim => "trim", _ => "explicit" }}",
        Prefix + "cursor:1.0",
        Prefix + "depth:1.0",
        Prefix + "direction:1.0",
        Prefix + "fields:1.0",
        Prefix + "filter:1.0",
        Prefix + "limit:1.0",
        Prefix + "locale:1.0",
        Prefix + "offset:1.0",
        Prefix + "replay:1.0",
        Prefix + "sort-by:1.0",
        Prefix + "sublist-limit:1.0",
        Prefix + "where:1.0",
        Prefix + "with-defaults:1.0",
        Prefix + "with-operational-defaults:1.0",
        Prefix + "with-origin:1.0",
        Prefix + "yang-patch:1.0",
    ];

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var capabilities = new DataPath(context.Running.Schema).Child("ietf-restconf-monitoring:restconf-state").Child("capabilities");
        foreach (var capability in Capabilities) state.Create(capabilities.Entry("capability", capability));
        return ValueTask.CompletedTask;
    }
}
