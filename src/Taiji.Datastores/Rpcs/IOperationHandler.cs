using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Rpcs;

/// <summary>Does an rpc or action that a module defines.</summary>
public interface IOperationHandler
{
    /// <summary>Does it. Throws <see cref="RpcErrorException"/> to answer with errors.</summary>
    /// <param name="invocation">What was called.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    /// <returns>A tree rooted at the operation's output; null for an empty one.</returns>
    ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken);
}

/// <summary>One call.</summary>
/// <param name="Operation">The rpc or action.</param>
/// <param name="Session">The caller's session.</param>
/// <param name="Input">The checked input, rooted at the operation's input.</param>
/// <param name="Target">The action's data node; null for an rpc.</param>
public sealed record OperationInvocation(OperationNode Operation, Session Session, DataTree Input, DataPath? Target)
{
    /// <summary>Where a handler that takes long tells how far it is: whoever called hears of it, if it wants to. Reports never fail, and after the answer they are not heard.</summary>
    public IProgress<OperationProgress> Progress { get; init; } = SilentProgress.Instance;
}

/// <summary>How far an operation is.</summary>
/// <param name="Message">What it is doing, for a person; null to say nothing new.</param>
/// <param name="Percent">How much is done, 0 to 100; null when that isn't known.</param>
public sealed record OperationProgress(string? Message, int? Percent = null);
