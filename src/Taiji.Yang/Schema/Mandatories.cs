namespace Taiji.Yang.Schema;

/// <summary>Mandatory nodes among drafts (RFC 7950 §3 "mandatory node").</summary>
internal static class Mandatories
{
    /// <summary>The node that makes a configuration draft mandatory: itself, or one below through non-presence containers; null when none.</summary>
    public static DraftNode? Find(DraftNode node)
    {
        if (node.IsDisabled || node.IsRemoved || node.Config?.Argument == "false") return null;
        switch (node.Kind)
        {
            case SchemaNodeKind.Leaf or SchemaNodeKind.Choice or SchemaNodeKind.AnyData or SchemaNodeKind.AnyXml:
                return node.Mandatory?.Argument == "true" ? node : null;
            case SchemaNodeKind.List or SchemaNodeKind.LeafList:
                return node.MinElements is { Argument: not "0" } ? node : null;
            case SchemaNodeKind.Container when node.Presence is null:
                foreach (var child in node.Children)
                {
                    if (Find(child) is { } found) return found;
                }

                return null;
            default:
                return null;
        }
    }
}
