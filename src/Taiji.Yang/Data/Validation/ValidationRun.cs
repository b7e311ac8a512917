using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>One validation: walks the accessible tree and collects every violation (RFC 7950 §8.1).</summary>
internal sealed class ValidationRun
{
    private readonly ConstraintTable _table;
    private readonly bool _configOnly;
    private readonly XPathEvaluator _evaluator;
    private readonly ReferenceCheck _references;
    private readonly UniqueCheck _uniques;
    private readonly List<RpcError> _errors = [];

    public ValidationRun(ConstraintTable table, AccessibleTree tree, bool configOnly)
    {
        _table = table;
        Tree = tree;
        _configOnly = configOnly;
        _evaluator = new XPathEvaluator(tree) { Memo = new TermMemo() };
        _references = new ReferenceCheck(tree);
        _uniques = new UniqueCheck(tree);
    }

    /// <summary>The tree.</summary>
    public AccessibleTree Tree { get; }

    /// <summary>How many expressions, references and entries' values have been looked at.</summary>
    public int Steps { get; private set; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<RpcError> Errors => _errors;

    /// <summary>Checks a node and all below it.</summary>
    /// <param name="node">The node.</param>
    public void CheckSubtree(in XPathNode node)
    {
        if (!_table.HasChecks(node.Schema)) return;
        CheckNode(node);
        if (node.Schema is not InnerNode inner || node.IsDefaultEntry) return;
        CheckChildren(node.Data, inner, withUniques: true);
        foreach (var child in inner.DataChildren)
        {
            if (!Applies(child) || !_table.HasChecks(child)) continue;
            CheckInstances(node.Data, child);
        }
    }

    /// <summary>Checks a node and what is always there below it: defaults and non-presence containers, but no entries and no stored leafs.</summary>
    /// <param name="node">The node.</param>
    public void CheckSurface(in XPathNode node)
    {
        if (!_table.HasChecks(node.Schema)) return;
        CheckNode(node);
        if (node.Schema is not InnerNode inner || node.IsDefaultEntry) return;
        CheckChildren(node.Data, inner, withUniques: false);
        var instances = new List<XPathNode>();
        foreach (var child in inner.DataChildren)
        {
            if (child is ListNode || !Applies(child) || !_table.HasChecks(child)) continue;
            if (child is LeafListNode && node.Data.Entries(child).Count > 0) continue;
            instances.Clear();
            Tree.AddInstances(node.Data, child, instances);
            foreach (var instance in instances)
            {
                if (!IsExplicit(instance) || instance.Schema is ContainerNode { IsPresence: false }) CheckSurface(instance);
            }
        }
    }

    /// <summary>Checks all instances of a child, and what is below them.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="child">The child's schema node.</param>
    public void CheckInstances(DataNode parent, SchemaNode child)
    {
        if (child is ListNode)
        {
            foreach (var entry in parent.Entries(child)) CheckSubtree(new XPathNode(entry));
            return;
        }

        var instances = new List<XPathNode>();
        Tree.AddInstances(parent, child, instances);
        foreach (var instance in instances) CheckSubtree(instance);
    }

    /// <summary>Checks what belongs to one instance: its whens, musts and reference.</summary>
    /// <param name="node">The instance.</param>
    public void CheckNode(in XPathNode node)
    {
        var schema = node.Schema;
        if (!_table.IsChecked(schema) || !CheckWhens(node)) return;
        foreach (var must in schema.Musts) CheckMust(node, must);
        CheckReference(node);
    }

    /// <summary>Checks one must of an instance whose whens are true.</summary>
    /// <param name="node">The instance.</param>
    /// <param name="must">The must.</param>
    /// <returns>Whether it holds.</returns>
    public bool CheckMust(in XPathNode node, MustConstraint must)
    {
        if (Holds(must.Expression, node, node)) return true;
        _errors.Add(ValidationErrors.Must(ValidationErrors.PathOf(node), must));
        return false;
    }

    /// <summary>Checks that there is what an instance refers to.</summary>
    /// <param name="node">The instance; its whens are true.</param>
    public void CheckReference(in XPathNode node)
    {
        if (node.Schema is not TypedNode typed || !ConstraintTable.RequiresInstance(typed.Type)) return;
        Steps++;
        if (_references.Check(node, typed) is { } error) _errors.Add(error);
    }

    /// <summary>Checks a parent's children that are missing, too few or too many, doubled cases, and uniqueness.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="around">Its schema node, or a choice or case in it.</param>
    /// <param name="withUniques">Whether to compare the entries of lists.</param>
    public void CheckChildren(DataNode parent, InnerNode around, bool withUniques)
    {
        foreach (var child in around.Children)
        {
            if (!_table.HasChecks(child) || !Applies(child)) continue;
            CheckChild(parent, child, withUniques);
        }
    }

    /// <summary>As <see cref="CheckChildren"/>, for one child (a choice with its cases).</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="child">The child's schema node.</param>
    /// <param name="withUniques">Whether to compare the entries of lists.</param>
    public void CheckChild(DataNode parent, SchemaNode child, bool withUniques)
    {
        switch (child)
        {
            case ChoiceNode choice:
                CheckChoice(parent, choice, withUniques);
                break;
            case CaseNode own:
                CheckChildren(parent, own, withUniques);
                break;
            case LeafNode { IsMandatory: true, IsKey: false } or AnyNode { IsMandatory: true }:
                if (!parent.TryGetChild(child, out _) && IsWanted(parent, child)) _errors.Add(ValidationErrors.Missing(ValidationErrors.PathOf(parent, child), child));
                break;
            case ListNode list:
                CheckCount(parent, list, list.MinElements, list.MaxElements);
                if (withUniques) CheckUniques(parent, list);
                break;
            case LeafListNode leafList:
                CheckCount(parent, leafList, leafList.MinElements, leafList.MaxElements);
                break;
        }
    }

    /// <summary>Checks the uniques of a list.</summary>
    /// <param name="parent">The list's parent.</param>
    /// <param name="list">The list.</param>
    public void CheckUniques(DataNode parent, ListNode list)
    {
        foreach (var unique in list.Uniques)
        {
            Steps += (int)parent.Entries(list).Count;
            _uniques.Run(parent, list, unique, _errors);
        }
    }

    /// <summary>Compares one entry with those that an index finds.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="list">Its list.</param>
    public void CheckUniqueEntry(DataNode entry, ListNode list)
    {
        foreach (var unique in list.Uniques)
        {
            Steps++;
            _uniques.Run(entry, list, unique, Tree.Indexes!, _errors);
        }
    }

    /// <summary>Whether all whens of a node that is there hold.</summary>
    /// <param name="node">The node.</param>
    /// <param name="failed">The first that doesn't.</param>
    public bool AreWhensTrue(in XPathNode node, out WhenConstraint? failed)
    {
        foreach (var when in node.Schema.Whens)
        {
            if (!Tree.TryGetParent(node, out var parent)) continue;
            failed = when;
            if (!Holds(when.Expression, when.ContextIsParent ? parent : XPathNode.Dummy(parent.Data, node.Schema), node)) return false;
        }

        failed = null;
        return true;
    }

    private bool Applies(SchemaNode node) => !_configOnly || node.IsConfig;

    private void CheckChoice(DataNode parent, ChoiceNode choice, bool withUniques)
    {
        SchemaNode? first = null;
        foreach (var own in choice.Children)
        {
            if (own is not CaseNode branch || !DefaultsInUse.HasData(parent, branch)) continue;
            if (first is not null) _errors.Add(ValidationErrors.TwoCases(ValidationErrors.PathOf(parent), choice, first, own));
            first ??= own;
            CheckChildren(parent, branch, withUniques);
        }

        if (first is null && choice.IsMandatory && IsWanted(parent, choice)) _errors.Add(ValidationErrors.MissingChoice(ValidationErrors.PathOf(parent), choice));
    }

    private void CheckCount(DataNode parent, SchemaNode list, uint minimum, uint? maximum)
    {
        if (minimum == 0 && maximum is null) return;
        var count = parent.Entries(list).Count;
        if (count > maximum) _errors.Add(ValidationErrors.TooMany(ValidationErrors.PathOf(parent, list), count, maximum.Value));
        if (count < minimum && IsWanted(parent, list)) _errors.Add(ValidationErrors.TooFew(ValidationErrors.PathOf(parent, list), count, minimum));
    }

    /// <summary>Whether a node that isn't there would be allowed: its whens hold (RFC 7950 §7.21.5: tried on a dummy).</summary>
    private bool IsWanted(DataNode parent, SchemaNode child)
    {
        foreach (var when in child.Whens)
        {
            var dummy = XPathNode.Dummy(parent, child);
            if (!Holds(when.Expression, when.ContextIsParent ? new XPathNode(parent) : dummy, dummy)) return false;
        }

        return true;
    }

    private bool CheckWhens(in XPathNode node)
    {
        if (AreWhensTrue(node, out var failed)) return true;
        // A node that only a default or its own emptiness puts there simply does not exist.
        if (IsExplicit(node)) _errors.Add(ValidationErrors.When(ValidationErrors.PathOf(node), node.Schema, failed!));
        return false;
    }

    private static bool IsExplicit(in XPathNode node) => !node.IsDefaultEntry && !node.Data.IsDefault;

    private bool Holds(XPath.XPathExpression expression, in XPathNode context, in XPathNode owner)
    {
        Steps++;
        try
        {
            return _evaluator.EvaluateBoolean(expression, context, owner.Schema.Module);
        }
        catch (RpcErrorException e)
        {
            foreach (var error in e.Errors) _errors.Add(ValidationErrors.At(ValidationErrors.PathOf(owner), error));
            return true;
        }
    }
}
