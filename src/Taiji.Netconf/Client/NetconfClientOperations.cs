using System.Security;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Client;

/// <summary>The standard operations as methods. Each throws <see cref="RpcErrorException"/> when the server refuses, and <see cref="NetconfSessionClosedException"/> when it is gone.</summary>
public static class NetconfClientOperations
{
    /// <summary>get (RFC 6241 §7.7).</summary>
    /// <param name="client">The session.</param>
    /// <param name="filter">A whole <c>filter</c> element, or null.</param>
    /// <param name="withDefaults">RFC 6243's mode, or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> GetAsync(
        this NetconfClient client, string? filter = null, string? withDefaults = null, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<get>{filter}{Defaults(withDefaults)}</get>", cancellationToken);

    /// <summary>get-config (RFC 6241 §7.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="source">The datastore.</param>
    /// <param name="filter">A whole <c>filter</c> element, or null.</param>
    /// <param name="withDefaults">RFC 6243's mode, or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> GetConfigAsync(
        this NetconfClient client, string source = "running", string? filter = null, string? withDefaults = null, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<get-config><source><{source}/></source>{filter}{Defaults(withDefaults)}</get-config>", cancellationToken);

    /// <summary>edit-config (RFC 6241 §7.2).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="config">What stands in <c>config</c>.</param>
    /// <param name="defaultOperation">merge, replace or none; null for the default.</param>
    /// <param name="testOption">test-then-set, set or test-only; null for the default.</param>
    /// <param name="errorOption">stop-on-error, continue-on-error or rollback-on-error; null for the default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> EditConfigAsync(
        this NetconfClient client, string target, string config, string? defaultOperation = null, string? testOption = null, string? errorOption = null,
        CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync(
            $"<edit-config><target><{target}/></target>{Parameter("default-operation", defaultOperation)}{Parameter("test-option", testOption)}"
            + $"{Parameter("error-option", errorOption)}<config>{config}</config></edit-config>",
            cancellationToken);

    /// <summary>copy-config between datastores (RFC 6241 §7.3).</summary>
    /// <param name="client">The session.</param>
    /// <param name="source">From.</param>
    /// <param name="target">To.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> CopyConfigAsync(this NetconfClient client, string source, string target, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<copy-config><target><{target}/></target><source><{source}/></source></copy-config>", cancellationToken);

    /// <summary>delete-config (RFC 6241 §7.4).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> DeleteConfigAsync(this NetconfClient client, string target, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<delete-config><target><{target}/></target></delete-config>", cancellationToken);

    /// <summary>lock (RFC 6241 §7.5).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> LockAsync(this NetconfClient client, string target, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<lock><target><{target}/></target></lock>", cancellationToken);

    /// <summary>unlock (RFC 6241 §7.6).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> UnlockAsync(this NetconfClient client, string target, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<unlock><target><{target}/></target></unlock>", cancellationToken);

    /// <summary>validate (RFC 6241 §8.6.4.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="source">The datastore.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> ValidateAsync(this NetconfClient client, string source, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<validate><source><{source}/></source></validate>", cancellationToken);

    /// <summary>commit (RFC 6241 §8.3.4.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> CommitAsync(this NetconfClient client, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync("<commit/>", cancellationToken);

    /// <summary>discard-changes (RFC 6241 §8.3.4.2).</summary>
    /// <param name="client">The session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> DiscardChangesAsync(this NetconfClient client, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync("<discard-changes/>", cancellationToken);

    /// <summary>close-session (RFC 6241 §7.8): the session has ended when it returns.</summary>
    /// <param name="client">The session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task CloseSessionAsync(this NetconfClient client, CancellationToken cancellationToken = default)
    {
        await Of(client).RpcAsync("<close-session/>", cancellationToken).ConfigureAwait(false);
        await client.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>kill-session (RFC 6241 §7.9).</summary>
    /// <param name="client">The session.</param>
    /// <param name="sessionId">Whose session ends.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> KillSessionAsync(this NetconfClient client, uint sessionId, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<kill-session><session-id>{sessionId}</session-id></kill-session>", cancellationToken);

    /// <summary>create-subscription (RFC 5277 §2.1.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="stream">The stream; null for the default one.</param>
    /// <param name="filter">A whole <c>filter</c> element in RFC 5277's namespace, or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> CreateSubscriptionAsync(
        this NetconfClient client, string? stream = null, string? filter = null, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync(
            $"<create-subscription xmlns=\"{NetconfNamespaces.Notification}\">{Parameter("stream", stream)}{filter}</create-subscription>", cancellationToken);

    /// <summary>get-schema (RFC 6022 §3.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="identifier">The module or submodule.</param>
    /// <param name="version">Its revision; null for the only one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The module's text.</returns>
    public static async Task<string> GetSchemaAsync(
        this NetconfClient client, string identifier, string? version = null, CancellationToken cancellationToken = default)
    {
        var reply = await Of(client).RpcAsync(
            $"<get-schema xmlns=\"{NetconfNamespaces.Monitoring}\">{Parameter("identifier", identifier)}{Parameter("version", version)}</get-schema>",
            cancellationToken).ConfigureAwait(false);
        return reply.ToData().Value;
    }

    private static NetconfClient Of(NetconfClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client;
    }

    private static string Parameter(string name, string? value) => value is null ? "" : $"<{name}>{SecurityElement.Escape(value)}</{name}>";

    private static string Defaults(string? mode) =>
        mode is null ? "" : $"<with-defaults xmlns=\"{NetconfNamespaces.WithDefaults}\">{SecurityElement.Escape(mode)}</with-defaults>";
}
