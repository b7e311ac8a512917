using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Paging;

/// <summary>What a <see cref="ScanStep"/> looks for in a record.</summary>
internal enum ScanStepKind : byte
{
    /// <summary>A key leaf.</summary>
    Key,

    /// <summary>A leaf, anydata or anyxml.</summary>
    Value,

    /// <summary>A list or leaf-list.</summary>
    List,

    /// <summary>The start of a container; a non-presence one is passed over when nothing is in it.</summary>
    Container,

    /// <summary>The end of a container.</summary>
    ContainerEnd,
}

/// <summary>
/// One step of the way through the records of a layout: nested containers are laid out flat, so that a record is read once from front to back, each field where the last one ended.
/// </summary>
internal sealed class ScanStep(ScanStepKind kind, NodeLayout at)
{
    public ScanStepKind Kind { get; } = kind;

    public NodeLayout At { get; } = at;

    public SchemaNode Node { get; } = at.Node;

    /// <summary>The slot whose bit tells whether it is there.</summary>
    public int Slot { get; } = at.First;

    /// <summary>The field's size, or -1 when the field tells it.</summary>
    public int Size { get; } = at.Slot?.Size ?? 0;

    /// <summary>For a container: the step after its end.</summary>
    public int Next { get; private set; }

    /// <summary>The steps of a layout.</summary>
    public static ScanStep[] Program(Layout layout)
    {
        var steps = new List<ScanStep>();
        Add(steps, layout.Children);
        return [.. steps];
    }

    private static void Add(List<ScanStep> steps, NodeLayout[] children)
    {
        foreach (var child in children)
        {
            if (child.Node is not ContainerNode)
            {
                steps.Add(new ScanStep(child.KeyIndex >= 0 ? ScanStepKind.Key : child.Slot!.Format is null ? ScanStepKind.Value : ScanStepKind.List, child));
                continue;
            }

            var start = new ScanStep(ScanStepKind.Container, child);
            steps.Add(start);
            Add(steps, child.Children);
            steps.Add(new ScanStep(ScanStepKind.ContainerEnd, child));
            start.Next = steps.Count;
        }
    }
}
