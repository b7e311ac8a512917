using Taiji.Datastores.Rpcs;
using Taiji.Server.JsonRpcApi.Comet;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.ActionMethods;

/// <summary>Invokes an rpc or action.</summary>
internal sealed class RunAction() : TransactionMethod(
    "run_action", Parameter.Text("path"), Parameter.Object("params").Optional(), Parameter.OneOf("format", "normal", "bracket", "json").Optional(),
    Parameter.Text("comet_id").Optional(), Parameter.Text("handle").Optional(), Parameter.OneOf("details", "normal", "verbose", "very_verbose", "debug").Optional())
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var names = call.Server.Names;
        var keypath = KeypathParser.Parse(names, call.Arguments.Text("path"));
        if (keypath is not { Operation: { } operation, Inner: null } || keypath.Node != operation) throw JsonRpcException.InvalidParameter("path", "it names no action or rpc");
        var input = ActionInput.Read(names, operation, call.Arguments.ValueOf("params"));
        var target = operation.Kind == SchemaNodeKind.Rpc ? null : keypath.Path;
        DataTree output = null!;
        await call.Server.Progress.RunAsync(
            call.Session, transaction, "running action " + names.Tagpath(operation), null, ProgressSink.Of(call),
            async progress => output = await InvokeAsync(call, operation, target, input, progress).ConfigureAwait(false)).ConfigureAwait(false);
        var writer = new ActionOutput(names);
        switch (call.Arguments.Text("format", "normal"))
        {
            case "bracket":
                call.Result.WriteStringValue(writer.WriteBracket(output));
                break;
            case "json":
                writer.WriteJson(output, call.Result);
                break;
            default:
                writer.WriteNormal(output, call.Result);
                break;
        }
    }

    // What the input lacks or has too much is about the parameters.
    private static async Task<DataTree> InvokeAsync(MethodCall call, OperationNode operation, DataPath? target, DataTree input, IProgress<OperationProgress>? progress)
    {
        try
        {
            return await call.Server.Operations.InvokeAsync(call.Session.Datastores, operation, target, input, progress, call.Cancelled).ConfigureAwait(false);
        }
        catch (RpcErrorException e) when (e.Errors[0] is { Tag: ErrorTag.DataMissing or ErrorTag.MissingElement, Path: { } path } && operation.Input.DataChildren.Any(c => path.StartsWith("/" + c.Name, StringComparison.Ordinal)))
        {
            throw JsonRpcException.InvalidParameter("params", e.Errors[0].Message);
        }
    }
}
