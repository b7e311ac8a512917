using System.Globalization;
using Taiji.Datastores;
using Taiji.Netconf.Messages;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.TransactionIds;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>commit (RFC 6241 §8.3.4.1), with the parameters of <c>:confirmed-commit</c> (§8.4.5.1) and of taiji-rollbacks.</summary>
internal sealed class CommitOperation(OperationContext context, CommitOptions options, bool withRollbackId, EditVersions versions) : INetconfOperation
{
    // The namespace of taiji-rollbacks, which augments the operation.
    private const string Rollbacks = "urn:taiji:rollbacks";

    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var (isConfirmed, withRollbackId) = (false, false);
        TimeSpan? timeout = null;
        string? persist = null, persistId = null, label = null, comment = null;
        var versions = new EditVersions(context);
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            switch (parameters.Name)
            {
                case "confirmed":
                    parameters.ReadEmpty();
                    isConfirmed = true;
                    break;
                case "confirm-timeout":
                    timeout = ParseTimeout(parameters.ReadText());
                    break;
                case "persist":
                    persist = parameters.ReadRawText();
                    break;
                case "persist-id":
                    persistId = parameters.ReadRawText();
                    break;
                case null when parameters.Is(Rollbacks, "label"):
                    label = parameters.ReadRawText();
                    break;
                case null when parameters.Is(Rollbacks, "comment"):
                    comment = parameters.ReadRawText();
                    break;
                case null when parameters.Is(Rollbacks, "with-rollback-id"):
                    parameters.ReadEmpty();
                    withRollbackId = true;
                    break;
                default:
                    if (!versions.TryRead(parameters)) throw parameters.Unknown();
                    break;
            }
        }

        if (persist is not null && !isConfirmed) throw ProtocolErrors.MissingElement("confirmed", "<persist> is for a confirmed commit: <confirmed> is missing.");
        var confirmed = isConfirmed ? new ConfirmedCommit { PersistId = persist } : null;
        if (timeout is { } given) confirmed = confirmed is null ? null : confirmed with { Timeout = given };
        return new CommitOperation(context, new CommitOptions { Confirmed = confirmed, PersistId = persistId, Label = label, Comment = comment }, withRollbackId, versions);
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var result = await context.Operations.CommitAsync(context.Session, options, cancellationToken);
        if (result.Warnings.Count > 0) return NetconfReply.Failed(result.Warnings);
        if (!withRollbackId || result.After.Sequence == result.Before.Sequence)
            return await versions.OutcomeAsync(result.After, true, cancellationToken) is { } version ? NetconfReply.OkWith(version) : NetconfReply.Ok;
        return NetconfReply.Output((output, _) =>
        {
            output.WriteElement("rollback-id", result.After.Sequence.ToString(CultureInfo.InvariantCulture), $" xmlns=\"{Rollbacks}\"");
            return ValueTask.CompletedTask;
        });
    }

    // A confirm-timeout has the type uint32 with the range 1..max.
    private static TimeSpan ParseTimeout(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw ProtocolErrors.InvalidValue($"\"{text}\" is no confirm-timeout: expected seconds from 1 to {uint.MaxValue}.");
}
