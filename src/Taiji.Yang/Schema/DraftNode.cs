using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>A <c>when</c> of a draft, and what its context node is.</summary>
internal readonly record struct DraftWhen(Statement Statement, LexicalScope Scope, bool ContextIsParent);

/// <summary>
/// A schema node while refine, augment and deviate may still change it. Properties are the statements that give them, so that a later phase can point at them.
/// </summary>
internal sealed class DraftNode(SchemaNodeKind kind, string name, YangModule module, Statement statement, LexicalScope scope)
{
    private static readonly List<DraftNode> NoChildren = [];
    private RareProperties? _rare;

    public SchemaNodeKind Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>The module whose namespace it is in.</summary>
    public YangModule Module { get; } = module;

    public Statement Statement { get; } = statement;

    /// <summary>The scope inside the statement.</summary>
    public LexicalScope Scope { get; } = scope;

    public DraftNode? Parent { get; private set; }

    public List<DraftNode> Children { get; private set; } = NoChildren;

    /// <summary>The top-level augment that added it; null when none did.</summary>
    public Statement? Augment
    {
        get => _rare?.Augment;
        set => Rare.Augment = value;
    }

    /// <summary>Whether an if-feature is false: the node stays to be checked and referred to, but is not in the schema.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>Deviated away (RFC 7950 §7.20.3.2 <c>not-supported</c>).</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Whether a uses in it brought nothing because of a fault: what is then missing is no fault of who looks for it.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>A list's key, once resolved: whether if-feature or when governs it matters (RFC 7950 §7.8.2).</summary>
    public bool HasIfFeature { get; set; }

    /// <summary>The if-features of its statement and of refines.</summary>
    public List<Statement>? IfFeatures
    {
        get => _rare?.IfFeatures;
        set => Rare.IfFeatures = value;
    }

    /// <summary>The if-features of the uses and augment around it.</summary>
    public List<Statement>? OuterIfFeatures
    {
        get => _rare?.OuterIfFeatures;
        set => Rare.OuterIfFeatures = value;
    }

    public Statement? Config { get; set; }

    public Statement? Mandatory { get; set; }

    public Statement? Status { get; set; }

    public Statement? Presence
    {
        get => _rare?.Presence;
        set => Rare.Presence = value;
    }

    public Statement? Key
    {
        get => _rare?.Key;
        set => Rare.Key = value;
    }

    public Statement? MinElements
    {
        get => _rare?.MinElements;
        set => Rare.MinElements = value;
    }

    public Statement? MaxElements
    {
        get => _rare?.MaxElements;
        set => Rare.MaxElements = value;
    }

    public Statement? OrderedBy
    {
        get => _rare?.OrderedBy;
        set => Rare.OrderedBy = value;
    }

    public Statement? Units
    {
        get => _rare?.Units;
        set => Rare.Units = value;
    }

    public Statement? Description { get; set; }

    public Statement? Reference { get; set; }

    public ScopedStatement? Type { get; set; }

    public List<ScopedStatement>? Defaults { get; set; }

    public List<ScopedStatement>? Musts { get; set; }

    public List<ScopedStatement>? Uniques
    {
        get => _rare?.Uniques;
        set => Rare.Uniques = value;
    }

    public List<DraftWhen>? Whens { get; set; }

    public List<ScopedStatement>? Extensions
    {
        get => _rare?.Extensions;
        set => Rare.Extensions = value;
    }

    public bool IsOperation => Kind is SchemaNodeKind.Rpc or SchemaNodeKind.Action;

    public void Add(DraftNode child)
    {
        if (ReferenceEquals(Children, NoChildren)) Children = [];
        child.Parent = this;
        Children.Add(child);
    }

    /// <summary>The child of that module and name, as a step of a schema node identifier (RFC 7950 §6.5); null when there is none.</summary>
    public DraftNode? FindChild(string moduleName, string name)
    {
        foreach (var child in Children)
        {
            if (!child.IsRemoved && child.Name == name && child.Module.Name == moduleName) return child;
        }

        return null;
    }

    public override string ToString() => $"{Kind} {Module.Name}:{Name}";

    private RareProperties Rare => _rare ??= new RareProperties();

    /// <summary>What few nodes have, kept apart because there are so many nodes.</summary>
    private sealed class RareProperties
    {
        public Statement? Augment { get; set; }

        public List<Statement>? IfFeatures { get; set; }

        public List<Statement>? OuterIfFeatures { get; set; }

        public Statement? Presence { get; set; }

        public Statement? Key { get; set; }

        public Statement? MinElements { get; set; }

        public Statement? MaxElements { get; set; }

        public Statement? OrderedBy { get; set; }

        public Statement? Units { get; set; }

        public List<ScopedStatement>? Uniques { get; set; }

        public List<ScopedStatement>? Extensions { get; set; }
    }
}
