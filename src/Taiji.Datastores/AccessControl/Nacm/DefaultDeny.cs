using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>The extensions <c>default-deny-all</c> and <c>default-deny-write</c> (RFC 8341 §3.2.10), inherited by descendants; and what nobody reads unless a rule permits it.</summary>
internal static class DefaultDeny
{
    /// <summary>Whether the node or an ancestor has <c>default-deny-all</c>.</summary>
    public static bool All(SchemaNode node) => Has(node, e => e.Name == "default-deny-all");

    /// <summary>Whether the node or an ancestor has either of them.</summary>
    public static bool Write(SchemaNode node) => Has(node, e => e.Name is "default-deny-all" or "default-deny-write");

    /// <summary>As <see cref="All"/>; and passwords, though ietf-system leaves theirs to be read by everybody (RFC 7317 §4 calls them sensitive).</summary>
    public static bool Read(SchemaNode node) => node is TypedNode { Type.Name: "crypt-hash" } || All(node);

    private static bool Has(SchemaNode node, Func<ExtensionInstance, bool> test)
    {
        for (SchemaNode? n = node; n is not null; n = n.Parent)
        {
            foreach (var extension in n.Extensions)
            {
                if (extension.Module.Name == "ietf-netconf-acm" && test(extension)) return true;
            }
        }

        return false;
    }
}
