using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Follows a leafref's path over the schema: steps up, steps down, <c>deref()</c>; predicates choose among instances and are passed over (RFC 7950 §9.9.2).</summary>
internal sealed class LeafRefPath(string path, ExpressionCompiler expressions, ModulePrefixes prefixes, YangModule module, SchemaRoot root)
{
    private int _position;

    /// <summary>The node at the path's end, or null.</summary>
    /// <param name="from">The leaf that has the type.</param>
    /// <param name="missing">What was not found.</param>
    public SchemaNode? Find(SchemaNode from, out string missing)
    {
        missing = "";
        SkipSpace();
        SchemaNode? node = from;
        if (TryTake("deref"))
        {
            node = Deref(from, out missing);
            SkipSpace();
            TryTake("/");
        }
        else if (TryTake("/"))
        {
            node = root;
        }

        while (node is not null)
        {
            SkipSpace();
            if (!TryTake(".")) node = StepDown(node, out missing);
            else if (TryTake(".")) node = StepUp(node, out missing);
            if (node is null) break;
            SkipPredicates();
            if (!TryTake("/")) return node;
        }

        return null;
    }

    private SchemaNode? Deref(SchemaNode from, out string missing)
    {
        SkipSpace();
        TryTake("(");
        var end = path.IndexOf(')', _position);
        missing = "";
        if (end < 0) return null;
        var inner = new LeafRefPath(path[_position..end], expressions, prefixes, module, root);
        _position = end + 1;
        if (inner.Find(from, out missing) is not TypedNode { Type: LeafRefType leafRef } leaf) return null;
        if (leafRef.Target is not null) return leafRef.Target;
        // The other leafref may not be bound yet.
        var theirs = expressions.PrefixesOf(expressions.PlaceOf(leafRef.Path).Scope.Text);
        return new LeafRefPath(leafRef.Path.Text, expressions, theirs, leaf.Module, root).Find(leaf, out missing);
    }

    private static InnerNode? StepUp(SchemaNode node, out string missing)
    {
        missing = "'..' goes above the top";
        return node.DataParent;
    }

    private SchemaNode? StepDown(SchemaNode node, out string missing)
    {
        var start = _position;
        while (_position < path.Length && (char.IsAsciiLetterOrDigit(path[_position]) || path[_position] is '_' or '-' or '.' or ':')) _position++;
        var step = path[start.._position];
        var colon = step.IndexOf(':');
        var name = step[(colon + 1)..];
        var of = colon < 0 ? module : prefixes.Resolve(step[..colon]);
        missing = node.Kind == SchemaNodeKind.Root ? $"there is no '{step}' at the top" : $"there is no '{step}' in the {KindName.Of(node.Kind)} '{node.Name}'";
        if (of is null) return null;
        return (node as InnerNode)?.FindChild(of, name);
    }

    private void SkipPredicates()
    {
        SkipSpace();
        while (_position < path.Length && path[_position] == '[')
        {
            var depth = 0;
            do
            {
                var c = path[_position++];
                if (c is '"' or '\'') _position = Math.Max(path.IndexOf(c, _position), _position) + 1;
                else if (c == '[') depth++;
                else if (c == ']') depth--;
            }
            while (depth > 0 && _position < path.Length);
            SkipSpace();
        }
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
