using Taiji.Yang.Diagnostics;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Follows a leafref's path over the schema: steps up, steps down, <c>deref()</c>, predicates on keys (RFC 7950 §9.9.2). Its syntax has been checked.</summary>
internal sealed class LeafRefPath(string path, ExpressionCompiler expressions, ModulePrefixes prefixes, SchemaRoot root)
{
    private int _position;

    /// <summary>The step down that found nothing, if that is why the path leads nowhere.</summary>
    public (SchemaNode Parent, string Name)? DeadEnd { get; private set; }

    /// <summary>The module whose node was looked for there.</summary>
    public YangModule? MissingFrom { get; private set; }

    private SchemaNode _from = root;
    private string _missing = "";

    /// <summary>The node at the path's end, or null.</summary>
    /// <param name="from">The leaf that has the type.</param>
    /// <param name="missing">What was not found.</param>
    public SchemaNode? Find(SchemaNode from, out string missing)
    {
        _from = from;
        var node = Start();
        while (node is not null)
        {
            SkipSpace();
            if (!TryTake(".")) node = StepDown(node);
            else if (TryTake(".")) node = StepUp(node);
            if (node is null || !CheckPredicates(node)) break;
            if (TryTake("/")) continue;
            missing = "";
            return node;
        }

        missing = _missing;
        return null;
    }

    private SchemaNode? Start()
    {
        SkipSpace();
        if (TryTake("/")) return root;
        if (!TryTake("deref")) return _from;
        SkipSpace();
        TryTake("(");
        var end = path.IndexOf(')', _position);
        if (end < 0) return Missing("')' is missing");
        var inner = new LeafRefPath(path[_position..end], expressions, prefixes, root).Find(_from, out _missing);
        _position = end + 1;
        SkipSpace();
        TryTake("/");
        if (inner is null) return null;
        if (inner is not TypedNode { Type: LeafRefType leafRef } leaf) return Missing($"'{inner.Name}' is no leafref that deref() could follow");
        if (leafRef.Target is not null) return leafRef.Target;
        // The other leafref may not be bound yet.
        var theirs = expressions.PrefixesOf(expressions.PlaceOf(leafRef.Path).Scope.Text);
        return new LeafRefPath(leafRef.Path.Text, expressions, theirs, root).Find(leaf, out _missing);
    }

    /// <summary>Input and output stand for their operation: they are no step of their own (RFC 7950 §6.4.1).</summary>
    private InnerNode? StepUp(SchemaNode node)
    {
        if (node is OperationDataNode) node = node.Parent!;
        if (node.DataParent is { } parent) return parent;
        _missing = "'..' goes above the top";
        return null;
    }

    private SchemaNode? StepDown(SchemaNode node)
    {
        var step = TakeName();
        if (Resolve(step, out var name) is not { } module) return null;
        var inner = node is OperationNode operation ? IsBelow(_from, operation.Output) ? operation.Output : operation.Input : node as InnerNode;
        // Of operations and notifications only the one around the leaf is in the accessible tree (RFC 7950 §6.4.1).
        if (inner?.FindChild(module, name) is { } child && (child is not (OperationNode or NotificationNode) || IsBelow(_from, (InnerNode)child))) return child;
        DeadEnd = (inner ?? node, name);
        MissingFrom = module;
        var hint = Suggestion.For(name, (inner?.DataChildren ?? []).Where(c => c.Module == module).Select(c => c.Name));
        return Missing(node.Kind == SchemaNodeKind.Root ? $"there is no '{step}' at the top{hint}" : $"there is no '{step}' in the {KindName.Of(node.Kind)} '{node.Name}'{hint}");
    }

    /// <summary>The module of a step's name; without prefix, the one of the leaf that has the type (RFC 7950 §6.4.1).</summary>
    private YangModule? Resolve(string step, out string name)
    {
        var colon = step.IndexOf(':');
        name = step[(colon + 1)..];
        if (colon < 0) return _from.Module;
        var module = prefixes.Resolve(step[..colon]);
        if (module is null) _missing = $"the prefix '{step[..colon]}' is unknown";
        return module;
    }

    private bool CheckPredicates(SchemaNode node)
    {
        SkipSpace();
        var seen = new HashSet<string>();
        while (TryTake("["))
        {
            SkipSpace();
            if (Resolve(TakeName(), out var key) is not { } module) return false;
            if (node is not ListNode list) return Fail($"the {KindName.Of(node.Kind)} '{node.Name}' has no keys for a predicate");
            if (!list.Keys.Any(k => k.Name == key && k.Module == module)) return Fail($"'{key}' is no key of the list '{list.Name}'");
            if (!seen.Add(key)) return Fail($"the key '{key}' is given twice");
            SkipSpace();
            TryTake("=");
            SkipSpace();
            TryTake("current");
            SkipSpace();
            TryTake("(");
            SkipSpace();
            TryTake(")");
            SkipSpace();
            TryTake("/");
            var end = path.IndexOf(']', _position);
            if (end < 0) return false;
            if (new LeafRefPath(path[_position..end], expressions, prefixes, root).Find(_from, out _missing) is null) return false;
            _position = end + 1;
            SkipSpace();
        }

        return true;
    }

    private static bool IsBelow(SchemaNode node, InnerNode ancestor)
    {
        for (SchemaNode? n = node; n is not null; n = n.Parent)
        {
            if (n == ancestor) return true;
        }

        return false;
    }

    private bool Fail(string what)
    {
        _missing = what;
        return false;
    }

    private SchemaNode? Missing(string what)
    {
        _missing = what;
        return null;
    }

    private string TakeName()
    {
        var start = _position;
        while (_position < path.Length && (char.IsAsciiLetterOrDigit(path[_position]) || path[_position] is '_' or '-' or '.' or ':')) _position++;
        return path[start.._position];
    }

    private void SkipSpace()
    {
        while (_position < path.Length && char.IsWhiteSpace(path[_position])) _position++;
    }

    private bool TryTake(string token)
    {
        if (!path.AsSpan(Math.Min(_position, path.Length)).StartsWith(token)) return false;
        _position += token.Length;
        return true;
    }
}
