namespace Taiji.Yang.Schema;

/// <summary><c>choice</c>: its children are cases only (shorthands are wrapped).</summary>
public sealed class ChoiceNode : InnerNode
{
    internal ChoiceNode(string name, YangModule module)
        : base(SchemaNodeKind.Choice, name, module)
    {
    }

    /// <summary><c>mandatory true</c>.</summary>
    public bool IsMandatory { get; internal set; }

    /// <summary>The default case, or null.</summary>
    public CaseNode? DefaultCase { get; internal set; }
}

/// <summary><c>case</c>.</summary>
public sealed class CaseNode : InnerNode
{
    internal CaseNode(string name, YangModule module)
        : base(SchemaNodeKind.Case, name, module)
    {
    }
}
