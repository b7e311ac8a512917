using System.Globalization;
using Taiji.Netconf;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Subscriptions;

/// <summary>
/// The errors of RFC 8639 §2.4.6 and RFC 8641 §4.4: the identity as the error-app-tag, the tag that belongs to it (RFC 8640 §7), and hints for a next attempt in the yang-data of the rpc.
/// </summary>
/// <param name="rpc">The rpc: its yang-data has the hints.</param>
/// <param name="target">What it is about.</param>
internal sealed class SubscriptionErrors(string rpc, SubscriptionTarget target)
{
    private const string Notifications = "ietf-subscribed-notifications";
    private const string Push = "ietf-yang-push";

    public static RpcErrorException NoSuchSubscription(uint id) => Of(Notifications, "no-such-subscription", ErrorTag.InvalidValue, $"There is no subscription {id} here.");

    public static RpcErrorException NoSuchSubscriptionToResync(uint id) =>
        Of(Push, "no-such-subscription-resync", ErrorTag.InvalidValue, $"There is no on-change subscription {id} of this session.");

    public static RpcErrorException EncodingUnsupported(string encoding) =>
        Of(Notifications, "encoding-unsupported", ErrorTag.InvalidValue, $"Notifications can't be sent in \"{encoding}\" here.");

    public static RpcErrorException ReplayUnsupported(string stream) =>
        Of(Notifications, "replay-unsupported", ErrorTag.OperationNotSupported, $"The stream \"{stream}\" has no replay.");

    public static RpcErrorException TooMany(int limit) => Of(Notifications, "insufficient-resources", ErrorTag.ResourceDenied, $"The session has {limit} subscriptions already.");

    public static RpcErrorException NotSubscribable(string datastore) =>
        Of(Push, "datastore-not-subscribable", ErrorTag.InvalidValue, $"The datastore \"{datastore}\" can't be subscribed to.");

    public static RpcErrorException OnChangeUnsupported(string message) => Of(Push, "on-change-unsupported", ErrorTag.OperationNotSupported, message);

    /// <summary>A parameter that can't be, for which there is no identity.</summary>
    public static RpcErrorException Invalid(string message) => new(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Message = message });

    /// <summary>A parameter that must be there.</summary>
    public static RpcErrorException Missing(string name, string message) => new(new RpcError
    {
        Type = ErrorType.Application, Tag = ErrorTag.MissingElement, Message = message, Info = [new ErrorInfo("bad-element", name)],
    });

    public RpcErrorException FilterUnsupported(string message) =>
        Of(Notifications, "filter-unsupported", ErrorTag.InvalidValue, message, Hint("filter-failure-hint", message));

    public RpcErrorException PeriodUnsupported(string message, long centiseconds) =>
        Of(Push, "period-unsupported", ErrorTag.InvalidValue, message, Hint("period-hint", centiseconds.ToString(CultureInfo.InvariantCulture)));

    private ErrorInfo Hint(string name, string value)
    {
        var isStream = target == SubscriptionTarget.Stream;
        var ns = isStream ? NetconfNamespaces.SubscribedNotifications : NetconfNamespaces.YangPush;
        return new ErrorInfo($"{rpc}-{(isStream ? "stream" : "datastore")}-error-info", "", ns) { Children = [new ErrorInfo(name, value, ns)] };
    }

    private static RpcErrorException Of(string module, string identity, string tag, string message, params IReadOnlyList<ErrorInfo> info) =>
        new(new RpcError { Type = ErrorType.Application, Tag = tag, AppTag = $"{module}:{identity}", Message = message, Info = info });
}
