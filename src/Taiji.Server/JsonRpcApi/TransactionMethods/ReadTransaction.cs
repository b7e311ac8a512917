using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>A snapshot to read.</summary>
/// <param name="server">The server.</param>
/// <param name="session">Whose it is.</param>
/// <param name="settings">What was asked for.</param>
/// <param name="content">The snapshot.</param>
internal sealed class ReadTransaction(JsonRpcServer server, WebSession session, TransactionSettings settings, DataTree content) : WebTransaction(server, session, settings)
{
    /// <inheritdoc/>
    public override DataTree Content { get; } = content;
}
