using Taiji.Yang.Diagnostics;
using static Taiji.Netconf.Client.RequestText;

namespace Taiji.Netconf.Client;

/// <summary>
/// The standard operations as methods. Each throws <see cref="RpcErrorException"/> when the server refuses, <see cref="NetconfSessionClosedException"/> when it is gone, and
/// <see cref="TimeoutException"/> when no reply comes within <see cref="NetconfClientOptions.RequestTimeout"/>.
/// </summary>
public static partial class NetconfClientOperations
{
    /// <summary>get (RFC 6241 §7.7).</summary>
    /// <param name="client">The session.</param>
    /// <param name="filter">What to select; null for everything.</param>
    /// <param name="withDefaults">RFC 6243's mode: report-all, report-all-tagged, trim or explicit; null for the server's own.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> GetAsync(
        this NetconfClient client, NetconfFilter? filter = null, string? withDefaults = null, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<get>{filter?.ToFilter()}{WithDefaults(withDefaults)}</get>", cancellationToken);

    /// <summary>get-config (RFC 6241 §7.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="source">The datastore, or a URL; null for running.</param>
    /// <param name="filter">What to select; null for everything.</param>
    /// <param name="withDefaults">RFC 6243's mode, or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> GetConfigAsync(
        this NetconfClient client, ConfigLocation? source = null, NetconfFilter? filter = null, string? withDefaults = null,
        CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync(
            $"<get-config>{(source ?? ConfigLocation.Running).As("source")}{filter?.ToFilter()}{WithDefaults(withDefaults)}</get-config>", cancellationToken);

    /// <summary>edit-config (RFC 6241 §7.2).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="config">What stands in <c>config</c>.</param>
    /// <param name="defaultOperation">merge, replace or none; null for the default.</param>
    /// <param name="testOption">test-then-set, set or test-only; null for the default.</param>
    /// <param name="errorOption">stop-on-error, continue-on-error or rollback-on-error; null for the default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> EditConfigAsync(
        this NetconfClient client, ConfigLocation target, string config, string? defaultOperation = null, string? testOption = null, string? errorOption = null,
        CancellationToken cancellationToken = default) =>
        EditAsync(client, target, $"<config>{config}</config>", defaultOperation, testOption, errorOption, cancellationToken);

    /// <summary>edit-config with a document at a URL (RFC 6241 §8.8.5.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="url">Of a scheme that the capability <c>:url</c> lists.</param>
    /// <param name="defaultOperation">merge, replace or none; null for the default.</param>
    /// <param name="testOption">test-then-set, set or test-only; null for the default.</param>
    /// <param name="errorOption">stop-on-error, continue-on-error or rollback-on-error; null for the default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> EditConfigFromUrlAsync(
        this NetconfClient client, ConfigLocation target, string url, string? defaultOperation = null, string? testOption = null, string? errorOption = null,
        CancellationToken cancellationToken = default) =>
        EditAsync(client, target, Parameter("url", url), defaultOperation, testOption, errorOption, cancellationToken);

    /// <summary>copy-config (RFC 6241 §7.3).</summary>
    /// <param name="client">The session.</param>
    /// <param name="source">From: a datastore, a URL, or the configuration itself.</param>
    /// <param name="target">To: a datastore or a URL.</param>
    /// <param name="withDefaults">RFC 6243's mode, or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> CopyConfigAsync(
        this NetconfClient client, ConfigLocation source, ConfigLocation target, string? withDefaults = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return Of(client).RpcAsync($"<copy-config>{target.As("target")}{source.As("source")}{WithDefaults(withDefaults)}</copy-config>", cancellationToken);
    }

    /// <summary>delete-config (RFC 6241 §7.4).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore or URL.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> DeleteConfigAsync(this NetconfClient client, ConfigLocation target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Of(client).RpcAsync($"<delete-config>{target.As("target")}</delete-config>", cancellationToken);
    }

    /// <summary>validate (RFC 6241 §8.6.4.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="source">The datastore, a URL, or the configuration itself.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> ValidateAsync(this NetconfClient client, ConfigLocation source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Of(client).RpcAsync($"<validate>{source.As("source")}</validate>", cancellationToken);
    }

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
        Of(client).RpcAsync($"<kill-session>{Parameter("session-id", sessionId)}</kill-session>", cancellationToken);

    /// <summary>get-schema (RFC 6022 §3.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="identifier">The module or submodule.</param>
    /// <param name="version">Its revision; null for the only one.</param>
    /// <param name="format">yang or yin; null for yang.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The module's text.</returns>
    public static async Task<string> GetSchemaAsync(
        this NetconfClient client, string identifier, string? version = null, string? format = null, CancellationToken cancellationToken = default)
    {
        var reply = await Of(client).RpcAsync(
            $"<get-schema xmlns=\"{NetconfNamespaces.Monitoring}\">{Parameter("identifier", identifier)}{Parameter("version", version)}{Parameter("format", format)}</get-schema>",
            cancellationToken).ConfigureAwait(false);
        return reply.ToData().Value;
    }

    private static Task<RpcReply> EditAsync(
        NetconfClient client, ConfigLocation target, string content, string? defaultOperation, string? testOption, string? errorOption, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Of(client).RpcAsync(
            $"<edit-config>{target.As("target")}{Parameter("default-operation", defaultOperation)}{Parameter("test-option", testOption)}"
            + $"{Parameter("error-option", errorOption)}{content}</edit-config>",
            cancellationToken);
    }

    private static NetconfClient Of(NetconfClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client;
    }
}
