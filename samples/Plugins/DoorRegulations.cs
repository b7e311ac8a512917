using Taiji.Datastores.Commit;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Plugins;

/// <summary>A validator: says what the module can't, as an error that refuses the change or as a warning that the user is told.</summary>
public sealed class DoorRegulations : IConfigurationValidator
{
    private const uint Alarming = 600;

    public void Validate(DataDiff change, ValidationFindings findings)
    {
        foreach (var leaf in change.Changes.Where(c => c.Kind != DataChangeKind.Deleted).SelectMany(c => OpenTimes(c.After)))
        {
            if (leaf.ValueText == "0") findings.Refuse("A door must open for a second at least.", leaf.Path);
            else if (uint.Parse(leaf.ValueText) > Alarming) findings.Warn("A door that stands open for more than ten minutes calls the guard.", leaf.Path);
        }
    }

    // Only the topmost node of what is new is named: the leaf is that node itself, or somewhere in it.
    private static IEnumerable<DataNode> OpenTimes(DataNode node) => node.Schema switch
    {
        LeafNode { Name: "max-open-seconds" } => [node],
        InnerNode => ChildrenOf(node).SelectMany(OpenTimes),
        _ => [],
    };

    private static IEnumerable<DataNode> ChildrenOf(DataNode node)
    {
        foreach (var child in node.Children) yield return child;
    }
}
