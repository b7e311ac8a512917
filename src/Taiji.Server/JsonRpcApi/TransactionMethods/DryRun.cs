using Taiji.Datastores.Transactions.Differences;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>Tells what a commit would change.</summary>
internal static class DryRun
{
    /// <summary>Writes <c>{"dry-run-result": {FORMAT: …}}</c>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="flags">The format.</param>
    public static void Write(MethodCall call, WebTransaction transaction, CommitFlags flags)
    {
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartObject("dry-run-result"u8);
        writer.WriteStartObject(flags.DryRun!);
        // There are no devices that commands would be sent to.
        if (flags.DryRun == "native")
        {
            writer.WriteStartArray("device"u8);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject("local-node"u8);
            writer.WriteString("data"u8, Text(call, transaction, flags.DryRun!));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Text(MethodCall call, WebTransaction transaction, string format) =>
        call.Server.Operations.WriteChanges(call.Session.Datastores, transaction.Changes, format == "cli" ? DiffFormat.Cli : DiffFormat.Xml);
}
