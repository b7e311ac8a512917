using Taiji.Datastores.Hosting;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Rpcs;

/// <summary><c>ietf-factory-default:factory-reset</c> (RFC 8808 §2). A server that makes its first user makes it again when the factory's configuration has none.</summary>
/// <param name="operations">Does it.</param>
/// <param name="options">Says whether there is a first user.</param>
public sealed class FactoryReset(Operations operations, TaijiOptions options) : IOperationHandler
{
    /// <inheritdoc/>
    public async ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        await operations.FactoryResetAsync(invocation.Session, cancellationToken).ConfigureAwait(false);
        if (!options.CreateFirstAdmin) return null;
        // Not to be given up half-way: a server without users lets nobody in.
        var password = await FirstAdmin.EnsureAsync(operations, options.FirstAdminPassword, CancellationToken.None).ConfigureAwait(false);
        if (password is not null) options.OnFirstAdminPassword?.Invoke(password);
        return null;
    }
}
