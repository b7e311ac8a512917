using System.Globalization;
using System.Text.Json;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>The flags of <c>validate_commit</c>, <c>commit</c> and <c>apply</c>: an array of strings, or a bit mask.</summary>
internal sealed record CommitFlags
{
    private const string Name = "flags";

    private static readonly Dictionary<string, string[]?> Known = new(StringComparer.Ordinal)
    {
        ["dry-run"] = ["xml", "cli", "native"],
        ["dry-run-reverse"] = null,
        ["no-revision-drop"] = null,
        ["no-overwrite"] = null,
        ["no-networking"] = null,
        ["no-out-of-sync-check"] = null,
        ["no-deploy"] = null,
        ["reconcile"] = ["keep-non-service-config", "discard-non-service-config"],
        ["use-lsa"] = null,
        ["no-lsa"] = null,
        ["commit-queue"] = ["async", "sync", "bypass"],
        ["commit-queue-atomic"] = ["true", "false"],
        ["commit-queue-block-others"] = null,
        ["commit-queue-lock"] = null,
        ["commit-queue-tag"] = [],
        ["commit-queue-timeout"] = [],
        ["commit-queue-error-option"] = ["continue-on-error", "rollback-on-error", "stop-on-error"],
        ["trace-id"] = [],
        ["label"] = [],
        ["comment"] = [],
    };

    /// <summary><c>xml</c>, <c>cli</c> or <c>native</c>; null for a real commit.</summary>
    public string? DryRun { get; private init; }

    /// <summary>Whether the dry run tells the way back.</summary>
    public bool IsReverse { get; private init; }

    /// <summary>Whether locks are kept (bit 0).</summary>
    public bool KeepsLocks { get; private init; }

    /// <summary>The client's own trace id; null for none.</summary>
    public string? TraceId { get; private init; }

    /// <summary>A label of the commit; null for none.</summary>
    public string? Label { get; private init; }

    /// <summary>A comment of the commit; null for none.</summary>
    public string? Comment { get; private init; }

    /// <summary>The parameter.</summary>
    public static Parameter Parameter { get; } = new(Name, ParameterTypes.Array | ParameterTypes.Integer) { IsRequired = false, Elements = ParameterTypes.String };

    /// <summary>Reads them.</summary>
    /// <param name="arguments">The call's arguments.</param>
    /// <exception cref="JsonRpcException">One isn't known, or can't be, or not together with another; or its effect needs what isn't there.</exception>
    public static CommitFlags Read(Arguments arguments)
    {
        var value = arguments.ValueOf(Name);
        if (value.ValueKind == JsonValueKind.Number) return ReadMask(value.GetInt64());
        var flags = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var text in arguments.Texts(Name) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? text : text[..equals];
            Check(text, name, equals < 0 ? null : text[(equals + 1)..]);
            flags[name] = equals < 0 ? null : text[(equals + 1)..];
        }

        Check(flags);
        return new CommitFlags
        {
            DryRun = flags.GetValueOrDefault("dry-run"),
            IsReverse = flags.ContainsKey("dry-run-reverse"),
            TraceId = flags.GetValueOrDefault("trace-id"),
            Label = flags.GetValueOrDefault("label"),
            Comment = flags.GetValueOrDefault("comment"),
        };
    }

    private static CommitFlags ReadMask(long mask) =>
        (mask & ~0b101L) == 0 ? new CommitFlags { KeepsLocks = (mask & 1) != 0 } : throw Unknown(mask.ToString(CultureInfo.InvariantCulture), "the bits are 1 << 0 and 1 << 2");

    private static void Check(string text, string name, string? value)
    {
        if (!Known.TryGetValue(name, out var values)) throw Unknown(text, "there is no such flag");
        if (values is null && value is not null) throw Unknown(text, $"'{name}' takes no value");
        // "reconcile" alone keeps what the service doesn't own.
        if (values is not null && value is null && name != "reconcile") throw Unknown(text, $"'{name}' needs a value");
        if (values is { Length: > 0 } && value is not null && !values.Contains(value)) throw Unknown(text, $"one of {string.Join(", ", values)}");
        if (name == "commit-queue-timeout" && value != "infinity" && !(uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0))
            throw Unknown(text, "'infinity' or a positive integer");
    }

    private static void Check(Dictionary<string, string?> flags)
    {
        if (flags.ContainsKey("no-overwrite") && flags.ContainsKey("no-out-of-sync-check"))
            throw JsonRpcException.InvalidParameter(Name, "no-overwrite and no-out-of-sync-check exclude one another");
        if (flags.ContainsKey("dry-run-reverse") && flags.GetValueOrDefault("dry-run") != "native")
            throw JsonRpcException.InvalidParameter(Name, "dry-run-reverse goes with dry-run=native");
        // Its answer would be the number of a queue item that doesn't exist.
        if (flags.GetValueOrDefault("commit-queue") is "async" or "sync" || flags.ContainsKey("commit-queue-lock"))
            throw new JsonRpcException(ErrorKind.Failed, "there is no commit queue: this server manages no devices");
    }

    private static JsonRpcException Unknown(string flag, string reason) => new(JsonRpcError.About(ErrorKind.UnknownParamsValue, Name, $"{flag}: {reason}"));
}
