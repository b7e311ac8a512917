namespace Taiji.Yang.Tests.Data.Validation.RandomModels;

/// <summary>A node of a <see cref="RandomModel"/> on its way to text.</summary>
internal sealed class ModelNode(string kind, string name, ModelNode? parent, int order)
{
    public string Kind => kind;

    public string Name => name;

    public ModelNode? Parent => parent;

    /// <summary>The place in document order: a when reads only what comes before it, so that whens never hang on each other in circles.</summary>
    public int Order => order;

    public List<ModelNode> Children { get; } = [];

    /// <summary>The substatements but children, in any order.</summary>
    public List<string> Statements { get; } = [];

    public List<ModelNode> Keys { get; } = [];

    public string Type { get; set; } = "";

    public string? Default { get; set; }

    public string? When { get; set; }

    public bool IsKey { get; set; }

    /// <summary>How it gets to its parent: a plain substatement, or through an augment or uses with its when.</summary>
    public string Through { get; set; } = "";

    public bool IsTyped => kind is "leaf" or "leaf-list";

    public bool IsData => kind is not ("choice" or "case");

    public ModelNode? DataParent
    {
        get
        {
            var p = parent;
            while (p is { IsData: false }) p = p.Parent;
            return p;
        }
    }

    public IEnumerable<ModelNode> Descendants => Children.SelectMany(c => c.Descendants.Prepend(c));

    public IEnumerable<ModelNode> Ancestors
    {
        get
        {
            for (var n = DataParent; n is not null; n = n.DataParent) yield return n;
        }
    }
}
