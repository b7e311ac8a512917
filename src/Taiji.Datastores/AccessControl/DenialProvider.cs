using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Datastores.AccessControl;

/// <summary>Gives the counters of <c>/ietf-netconf-acm:nacm</c> (RFC 8341 §3.5.2).</summary>
/// <param name="access">Counts.</param>
public sealed class DenialProvider(IAccessControl access) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-netconf-acm:nacm";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var nacm = new DataPath(context.Running.Schema).Child("ietf-netconf-acm:nacm");
        var denials = access.Denials;
        state.SetText(nacm.Child("denied-operations"), Text(denials.Operations));
        state.SetText(nacm.Child("denied-data-writes"), Text(denials.DataWrites));
        state.SetText(nacm.Child("denied-notifications"), Text(denials.Notifications));
        state.SetText(nacm.Child("taiji-access:denied-commands"), Text(denials.Commands));
        return ValueTask.CompletedTask;
    }

    private static string Text(int count) => ((uint)count).ToString(CultureInfo.InvariantCulture);
}
