using System.Collections.Frozen;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>The rpcs as operation resources (RFC 8040 §3.6).</summary>
internal static class OperationResources
{
    /// <summary>NETCONF's own operations are no data-model-specific ones: RESTCONF has methods for what they do.</summary>
    private static readonly FrozenSet<string> ProtocolModules =
        new[] { "ietf-netconf", "ietf-netconf-nmda", "ietf-netconf-partial-lock", "notifications" }.ToFrozenSet();

    /// <summary>The rpcs that are resources here.</summary>
    /// <param name="schema">The schema.</param>
    public static IEnumerable<OperationNode> All(YangSchema schema) => schema.Root.Rpcs.Where(r => !ProtocolModules.Contains(r.Module.Name));

    /// <summary>Parses the path below <c>{+restconf}/operations</c>.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">As sent, not empty.</param>
    /// <exception cref="RestconfException">400 or 404.</exception>
    public static ResourceTarget Parse(YangSchema schema, ReadOnlySpan<char> path)
    {
        if (!PercentEncoding.TryDecode(path, out string? text)) throw RestconfException.BadRequest($"'{path}' is not percent-encoded UTF-8.");
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) throw RestconfException.BadRequest($"The operation '{text}' must have its module name before it.");
        var module = text[..colon];
        var name = text[(colon + 1)..];
        foreach (var rpc in All(schema))
        {
            if (rpc.Name == name && rpc.Module.Name == module) return new ResourceTarget(ResourceKind.Operation) { Operation = rpc };
        }

        throw RestconfException.NotFound($"There is no operation '{text}'.");
    }
}
