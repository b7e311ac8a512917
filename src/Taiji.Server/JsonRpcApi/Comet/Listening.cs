using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>Waits for messages on a channel: one call at a time.</summary>
internal sealed class Listen() : JsonRpcMethod("comet", Parameter.Text("comet_id"))
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call)
    {
        var channel = call.Session.Comet.Channel(call.Arguments.Text("comet_id"));
        using var listening = channel.Listen();
        CometChannel.Write(call.Result, await channel.ReceiveAsync(call.Server.Options.CometTimeout, call.Cancelled).ConfigureAwait(false));
    }
}

/// <summary>Lets a subscription begin to send.</summary>
/// <param name="name">Its name: an older one is kept.</param>
internal sealed class StartSubscription(string name = "start_subscription") : JsonRpcMethod(name, Parameter.Text("handle"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        if (call.Session.Comet.Find(call.Arguments.Text("handle")) is not { IsCommand: false } source) throw JsonRpcException.InvalidParameter("handle", "there is no such subscription");
        source.Start();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Ends a subscription.</summary>
internal sealed class Unsubscribe() : JsonRpcMethod("unsubscribe", Parameter.Text("handle"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        if (call.Session.Comet.Find(call.Arguments.Text("handle")) is not { IsCommand: false } source) throw JsonRpcException.InvalidParameter("handle", "there is no such subscription");
        call.Session.Comet.Remove(source);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The session's subscriptions, or with <c>get_cmds</c> its batch commands.</summary>
/// <param name="isCommands">Which.</param>
internal sealed class GetSources(bool isCommands) : JsonRpcMethod(isCommands ? "get_cmds" : "get_subscriptions")
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartArray(isCommands ? "cmds" : "subscriptions");
        foreach (var source in call.Session.Comet.Sources.Where(s => s.IsCommand == isCommands))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("params"u8);
            writer.WriteRawValue(source.Parameters, skipInputValidation: true);
            writer.WriteString("comet_id"u8, source.CometId);
            writer.WriteString("handle"u8, source.Handle);
            writer.WriteString("tag"u8, source.Tag);
            writer.WriteBoolean("started"u8, source.IsStarted);
            writer.WriteBoolean("stopped"u8, source.IsStopped);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return ValueTask.CompletedTask;
    }
}
