using Taiji.Datastores.Tracing;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>Where a call's own spans go: the channel and handle that it names.</summary>
/// <param name="handle">The handle.</param>
internal sealed class ProgressSink(string handle) : MessageSource(handle, "progress")
{
    /// <summary>How much of them.</summary>
    public required SpanDetail Detail { get; init; }

    /// <summary>Of a call with <c>comet_id</c>, <c>handle</c> and <c>details</c>; null when one of them is missing.</summary>
    /// <param name="call">The call.</param>
    public static ProgressSink? Of(MethodCall call)
    {
        var arguments = call.Arguments;
        if (arguments.OptionalText("comet_id") is not { } id || arguments.OptionalText("handle") is not { } handle || !arguments.Has("details")) return null;
        return new ProgressSink(handle) { CometId = id, Channel = call.Session.Comet.Channel(id), Parameters = arguments.ToString(), Detail = ProgressInterest.DetailOf(arguments.Text("details")) };
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
    }
}
