using Taiji.Yang.Schema;

namespace Taiji.Datastores.Auditing;

/// <summary>Which values no log shows: password hashes, what <c>nacm:default-deny-all</c> guards, and what <c>taiji-access:secret</c> marks.</summary>
public static class Secrets
{
    /// <summary>What stands in their place.</summary>
    public const string Mask = "***";

    /// <summary>Whether a node's values are secret.</summary>
    /// <param name="node">The node.</param>
    public static bool IsSecret(SchemaNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        // The rules of access control are guarded, and no secret: who changed what of them is what an audit is for.
        if (node.Module.Name is "ietf-netconf-acm" or "taiji-access") return false;
        if (node is TypedNode { Type.Name: "crypt-hash" }) return true;
        for (SchemaNode? n = node; n is not null; n = n.Parent)
        {
            foreach (var extension in n.Extensions)
            {
                if ((extension.Module.Name, extension.Name) is ("ietf-netconf-acm", "default-deny-all") or ("taiji-access", "secret")) return true;
            }
        }

        return false;
    }
}
