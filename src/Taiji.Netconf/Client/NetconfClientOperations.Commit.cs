using static Taiji.Netconf.Client.RequestText;

namespace Taiji.Netconf.Client;

/// <content>The candidate (RFC 6241 §8.3) and confirmed commits (§8.4).</content>
public static partial class NetconfClientOperations
{
    /// <summary>commit (RFC 6241 §8.3.4.1); also confirms a confirmed commit, of this session or, with <paramref name="persistId"/>, of another.</summary>
    /// <param name="client">The session.</param>
    /// <param name="persistId">The token of a persistent confirmed commit; null for this session's own.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> CommitAsync(this NetconfClient client, string? persistId = null, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<commit>{Parameter("persist-id", persistId)}</commit>", cancellationToken);

    /// <summary>commit that the server takes back unless it is confirmed in time (RFC 6241 §8.4.5.1); again, it extends the time.</summary>
    /// <param name="client">The session.</param>
    /// <param name="timeout">In whole seconds; null for the default of 600 s.</param>
    /// <param name="persist">A token by which other sessions can confirm it, and which lets it outlive this one; or null.</param>
    /// <param name="persistId">The token of the persistent confirmed commit that goes on; or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is less than a second, or more than 2^32-1.</exception>
    public static Task<RpcReply> ConfirmedCommitAsync(
        this NetconfClient client, TimeSpan? timeout = null, string? persist = null, string? persistId = null, CancellationToken cancellationToken = default)
    {
        if (timeout is { } time)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromSeconds(1), nameof(timeout));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromSeconds(uint.MaxValue), nameof(timeout));
        }

        return Of(client).RpcAsync(
            $"<commit><confirmed/>{Parameter("confirm-timeout", (long?)timeout?.TotalSeconds)}{Parameter("persist", persist)}{Parameter("persist-id", persistId)}</commit>",
            cancellationToken);
    }

    /// <summary>cancel-commit (RFC 6241 §8.4.4.1): takes a confirmed commit back at once.</summary>
    /// <param name="client">The session.</param>
    /// <param name="persistId">The token of a persistent one; null for this session's own.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> CancelCommitAsync(this NetconfClient client, string? persistId = null, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<cancel-commit>{Parameter("persist-id", persistId)}</cancel-commit>", cancellationToken);

    /// <summary>discard-changes (RFC 6241 §8.3.4.2).</summary>
    /// <param name="client">The session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> DiscardChangesAsync(this NetconfClient client, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync("<discard-changes/>", cancellationToken);
}
