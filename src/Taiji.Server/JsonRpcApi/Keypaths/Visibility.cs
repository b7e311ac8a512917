using Taiji.Yang.Data;

namespace Taiji.Server.JsonRpcApi.Keypaths;

/// <summary>What a session may see of a tree.</summary>
internal static class Visibility
{
    /// <summary>Whether a node and all around it may be read (RFC 8341 §3.4.5: what isn't readable hides what is in it).</summary>
    /// <param name="node">The node.</param>
    /// <param name="readable">Access control's view; null for everything.</param>
    public static bool IsVisible(this DataNode node, Func<DataNode, bool>? readable)
    {
        if (readable is null) return true;
        for (var at = node; !at.IsRoot; at = at.Parent)
        {
            if (!readable(at)) return false;
        }

        return true;
    }
}
