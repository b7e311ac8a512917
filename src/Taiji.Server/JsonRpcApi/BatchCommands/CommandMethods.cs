using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.BatchCommands;

/// <summary>Makes a batch command of one that the server's options name.</summary>
internal sealed class InitCommand() : JsonRpcMethod(
    "init_cmd", Parameter.Integer("th").Optional(), Parameter.Text("name"), Parameter.Text("args").Optional(), Parameter.Boolean("emulate"),
    Parameter.Integer("width", 1, 10_000).Optional(), Parameter.Integer("height", 1, 10_000).Optional(), Parameter.Integer("scroll", 0, 1_000_000).Optional(),
    Parameter.Text("comet_id"), Parameter.Text("handle").Optional())
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        var arguments = call.Arguments;
        if (arguments.Has("th")) call.Session.Transactions.Find(arguments.Integer("th"));
        if (!call.Server.Options.Commands.TryGetValue(arguments.Text("name"), out var line)) throw JsonRpcException.InvalidParameter("name", "there is no such command");
        var command = $"{arguments.Text("name")} {arguments.Text("args", "")}";
        CommandRules.Demand(call.Server, call.Session, command);
        string[] words = [line.Program, .. line.Arguments, .. BatchCommandLine.Words(arguments.Text("args", ""))];
        if (words.Any(w => w.Contains('\0', StringComparison.Ordinal))) throw JsonRpcException.InvalidParameter("args", "an argument holds no NUL");
        var handle = Starting.Guard(() => call.Session.Comet.Add(call, (handle, id, channel) => new BatchCommand(handle, words)
        {
            CometId = id,
            Channel = channel,
            Parameters = arguments.ToString(),
            Command = command,
            HasTerminal = arguments.Flag("emulate"),
            Width = (int)arguments.Integer("width", 80),
            Height = (int)arguments.Integer("height", 24),
        }));
        call.Answer("handle", handle);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Turns what can't be started into an error.</summary>
internal static class Starting
{
    public static T Guard<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            throw new JsonRpcException(ErrorKind.Failed, "the command can't be started: " + e.Message);
        }
    }
}

/// <summary>What the methods about one batch command have in common.</summary>
/// <param name="name">The method's name.</param>
/// <param name="parameters">Its parameters beside <c>handle</c>.</param>
internal abstract class CommandMethod(string name, params IReadOnlyList<Parameter> parameters) : JsonRpcMethod(name, [Parameter.Text("handle"), .. parameters])
{
    /// <inheritdoc/>
    public sealed override ValueTask InvokeAsync(MethodCall call)
    {
        if (call.Session.Comet.Find(call.Arguments.Text("handle")) is not BatchCommand command) throw new JsonRpcException(ErrorKind.CommandNotInitialized);
        Invoke(call, command);
        return ValueTask.CompletedTask;
    }

    /// <summary>Does it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="command">The command.</param>
    protected abstract void Invoke(MethodCall call, BatchCommand command);

    /// <summary>Refuses a command without a terminal.</summary>
    /// <param name="command">The command.</param>
    protected static void DemandTerminal(BatchCommand command)
    {
        if (!command.HasTerminal) throw new JsonRpcException(ErrorKind.Failed, "the command has no terminal: init_cmd was called without emulate");
    }
}

/// <summary>Starts it.</summary>
internal sealed class StartCommand() : CommandMethod("start_cmd")
{
    /// <inheritdoc/>
    protected override void Invoke(MethodCall call, BatchCommand command)
    {
        // The rules may have changed since it was made.
        CommandRules.Demand(call.Server, call.Session, command.Command);
        Starting.Guard(() =>
        {
            command.Start();
            return true;
        });
    }
}

/// <summary>Types.</summary>
internal sealed class SendCommandData() : CommandMethod("send_cmd_data", Parameter.Text("data"))
{
    /// <inheritdoc/>
    protected override void Invoke(MethodCall call, BatchCommand command)
    {
        if (!command.Type(call.Arguments.Text("data"))) throw new JsonRpcException(ErrorKind.Failed, "the command doesn't run");
    }
}

/// <summary>Holds its output back.</summary>
internal sealed class SuspendCommand() : CommandMethod("suspend_cmd")
{
    /// <inheritdoc/>
    protected override void Invoke(MethodCall call, BatchCommand command)
    {
        DemandTerminal(command);
        command.Suspend();
    }
}

/// <summary>Lets its output flow again.</summary>
internal sealed class ResumeCommand() : CommandMethod("resume_cmd")
{
    /// <inheritdoc/>
    protected override void Invoke(MethodCall call, BatchCommand command)
    {
        DemandTerminal(command);
        command.Resume();
    }
}

/// <summary>Ends it.</summary>
internal sealed class StopCommand() : CommandMethod("stop_cmd")
{
    /// <inheritdoc/>
    protected override void Invoke(MethodCall call, BatchCommand command) => call.Session.Comet.Remove(command);
}
