using System.Globalization;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Rollbacks;

/// <summary>What the rpcs of taiji-rollbacks have in common: their input.</summary>
internal static class RollbackInput
{
    /// <summary>Which changes to take back.</summary>
    /// <param name="invocation">The call.</param>
    public static RollbackSelection Selection(OperationInvocation invocation)
    {
        var input = invocation.Input.Root;
        return new RollbackSelection(long.Parse(input.ChildText("id")!, CultureInfo.InvariantCulture))
        {
            IsAlone = input.ChildText("alone") is not null,
            Subtree = input.ChildText("path") is { } path ? DataPath.Parse(invocation.Input.Schema, path) : null,
        };
    }
}

/// <summary><c>taiji-rollbacks:show-rollback</c>.</summary>
/// <param name="operations">Has the rollbacks.</param>
public sealed class ShowRollback(Operations operations) : IOperationHandler
{
    /// <inheritdoc/>
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var edits = operations.ShowRollback(invocation.Session, RollbackInput.Selection(invocation));
        var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
        output.SetText(new DataPath(invocation.Input.Schema, invocation.Operation.Output).Child("edits"), edits);
        return new ValueTask<DataTree?>(output.Seal());
    }
}

/// <summary><c>taiji-rollbacks:load-rollback</c>.</summary>
/// <param name="operations">Has the rollbacks.</param>
public sealed class LoadRollback(Operations operations) : IOperationHandler
{
    /// <inheritdoc/>
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        operations.LoadRollback(invocation.Session, RollbackInput.Selection(invocation));
        return default;
    }
}

/// <summary><c>taiji-rollbacks:apply-rollback</c>.</summary>
/// <param name="operations">Has the rollbacks.</param>
public sealed class ApplyRollback(Operations operations) : IOperationHandler
{
    /// <inheritdoc/>
    public async ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var input = invocation.Input.Root;
        var options = new EditOptions { Label = input.ChildText("label"), Comment = input.ChildText("comment") };
        await operations.ApplyRollbackAsync(invocation.Session, RollbackInput.Selection(invocation), options, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
