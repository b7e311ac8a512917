using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Staging;

/// <summary><c>taiji-staging:staging-status</c>.</summary>
/// <param name="operations">Has the candidates.</param>
public sealed class StagingStatus(Operations operations) : IOperationHandler
{
    /// <inheritdoc/>
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        StagedWork.Demand(invocation.Session);
        var status = operations.CandidateStatus(invocation.Session);
        var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
        var path = new DataPath(invocation.Input.Schema, invocation.Operation.Output);
        output.SetText(path.Child("modified"), status.IsModified ? "true" : "false");
        output.SetText(path.Child("base"), status.Base.ToString(CultureInfo.InvariantCulture));
        output.SetText(path.Child("running"), status.Running.ToString(CultureInfo.InvariantCulture));
        foreach (var conflict in status.Conflicts) output.SetText(path.Entry("conflict", conflict.Path!).Child("message"), conflict.Message ?? "");
        if (!status.IsModified) return new ValueTask<DataTree?>(output.Seal());
        output.SetText(path.Child("last-modified"), status.LastModified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (status.Conflicts.Count == 0)
            output.SetText(path.Child("changes"), operations.WriteChanges(invocation.Session, operations.CandidateChanges(invocation.Session), FormatOf(invocation.Input.Root.ChildText("format"))));
        return new ValueTask<DataTree?>(output.Seal());
    }

    private static DiffFormat FormatOf(string? format) => format switch
    {
        "json" => DiffFormat.Json,
        "xml" => DiffFormat.Xml,
        "cli" => DiffFormat.Cli,
        "curly" => DiffFormat.Curly,
        _ => DiffFormat.SetCommands,
    };
}

/// <summary><c>taiji-staging:staging-reset</c>.</summary>
/// <param name="operations">Has the candidates.</param>
public sealed class StagingReset(Operations operations) : IOperationHandler
{
    /// <inheritdoc/>
    public async ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        StagedWork.Demand(invocation.Session);
        await operations.DiscardChangesAsync(invocation.Session, cancellationToken).ConfigureAwait(false);
        return null;
    }
}

/// <summary><c>taiji-staging:staging-commit</c>. A distinct startup is saved too (RFC 8040 §1.4), unless the session's protocol leaves it alone.</summary>
/// <param name="operations">Has the candidates.</param>
public sealed class StagingCommit(Operations operations) : IOperationHandler
{
    /// <inheritdoc/>
    public async ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        StagedWork.Demand(invocation.Session);
        var input = invocation.Input.Root;
        var options = new CommitOptions { Label = input.ChildText("label"), Comment = input.ChildText("comment"), SavesStartup = !invocation.Session.LeavesStartup };
        var result = await operations.CommitAsync(invocation.Session, options, cancellationToken).ConfigureAwait(false);
        if (result.After.Sequence == result.Before.Sequence) return null;
        var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
        output.SetText(new DataPath(invocation.Input.Schema, invocation.Operation.Output).Child("rollback-id"), result.After.Sequence.ToString(CultureInfo.InvariantCulture));
        return output.Seal();
    }
}

/// <summary><c>taiji-staging:list-length</c>.</summary>
/// <param name="operations">Reads.</param>
public sealed class ListLength(Operations operations) : IOperationHandler
{
    /// <inheritdoc/>
    public async ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var path = DataPath.Parse(invocation.Input.Schema, invocation.Input.Root.ChildText("path")!);
        if (!path.IsWholeList) throw Errors.InvalidValue($"'{path}' is no list or leaf-list as a whole.");
        var isStaged = invocation.Session.HasPrivateCandidate && path.Node.IsConfig;
        var request = new ReadRequest(isStaged ? Datastore.Candidate : Datastore.Running) { IncludeState = !path.Node.IsConfig, Reach = [path] };
        var read = await operations.ReadAsync(invocation.Session, request, cancellationToken).ConfigureAwait(false);
        var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
        output.SetText(new DataPath(invocation.Input.Schema, invocation.Operation.Output).Child("length"), Count(read, path).ToString(CultureInfo.InvariantCulture));
        return output.Seal();
    }

    // Where everything may be read nobody goes through the entries.
    private static long Count(ReadResult read, DataPath path)
    {
        var tree = read.Readable is null || read.IsWholeReadable(path.Node) ? read.Tree : read.Visible([path]);
        if (path.Parent.IsRoot) return tree.Root.Entries(path.Node).Count;
        return tree.TryFind(path.Parent, out var parent) ? parent.Entries(path.Node).Count : 0;
    }
}

/// <summary><c>taiji-staging:schema-digest</c>.</summary>
/// <param name="library">Its content-id is the digest.</param>
public sealed class SchemaDigest(YangLibrary library) : IOperationHandler
{
    /// <inheritdoc/>
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
        output.SetText(new DataPath(invocation.Input.Schema, invocation.Operation.Output).Child("digest"), library.Current.ContentId);
        return new ValueTask<DataTree?>(output.Seal());
    }
}

/// <summary>What the operations on staged work have in common.</summary>
internal static class StagedWork
{
    /// <summary>Refuses a session whose changes go to running at once.</summary>
    /// <param name="session">Which.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">operation-not-supported.</exception>
    public static void Demand(Session session)
    {
        if (!session.HasPrivateCandidate) throw Errors.NotSupported("This session stages nothing: its changes go to running at once.");
    }
}
