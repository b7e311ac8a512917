using Taiji.Yang.Schema;

namespace Taiji.Datastores.Hosting;

/// <summary>
/// Finds schema nodes by the paths that hosts write: <c>/ietf-interfaces:interfaces/interface/statistics</c>, <c>acme-system:reboot</c>; data nodes, rpcs, actions and
/// notifications, without keys, choices and cases; the module's name where it changes.
/// </summary>
internal static class SchemaPathResolver
{
    /// <summary>Finds the node.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">The path.</param>
    /// <param name="node">The node.</param>
    /// <param name="problem">Why not: which step is unknown and what is there instead.</param>
    public static bool TryResolve(YangSchema schema, string path, out SchemaNode node, out string? problem)
    {
        node = schema.Root;
        problem = null;
        YangModule? module = null;
        foreach (var step in path.TrimStart('/').Split('/'))
        {
            var colon = step.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0) module = schema.FindModule(step[..colon]);
            if (module is not { IsImplemented: true })
            {
                problem = colon < 0 ? "the first step needs its module's name" : $"module '{step[..colon]}' is not implemented";
                return false;
            }

            if (node is not InnerNode inner || inner.FindChild(module, step[(colon + 1)..]) is not { } child)
            {
                problem = $"'{step}' is not found in {(node.Parent is null ? "the schema" : node.SchemaPath)}";
                return false;
            }

            node = child;
        }

        return true;
    }
}
