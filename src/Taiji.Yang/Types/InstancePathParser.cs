using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>Instance-identifier text → <see cref="InstancePath"/>, checked against the schema (RFC 7950 §9.13, §14; RFC 7951 §6.11).</summary>
internal ref struct InstancePathParser
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ValueContext _context;
    private int _at;
    private string? _error;

    private InstancePathParser(ReadOnlySpan<byte> text, in ValueContext context)
    {
        _text = text;
        _context = context;
    }

    /// <summary>Parses a path to one data node.</summary>
    /// <param name="text">The text.</param>
    /// <param name="context">Form, schema, prefixes.</param>
    /// <param name="path">The path.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, [NotNullWhen(true)] out InstancePath? path, [NotNullWhen(false)] out string? error)
    {
        var parser = new InstancePathParser(text, context);
        path = parser.Parse();
        error = parser._error;
        return path is not null;
    }

    private InstancePath? Parse()
    {
        var steps = new List<InstanceStep>();
        InnerNode? parent = _context.Schema.Root;
        if (_text.IsEmpty) return Fail<InstancePath>("expected a path that begins with '/'");
        while (_at < _text.Length)
        {
            if (!Take((byte)'/')) return Fail<InstancePath>("expected '/'");
            if (parent is null) return Fail<InstancePath>($"{steps[^1].Node.Name} has no children");
            if (TakeNode(parent, steps.Count == 0) is not { } node) return null;
            if (TakePredicates(node) is not { } predicates) return null;
            steps.Add(new InstanceStep(node, predicates));
            parent = node as InnerNode;
        }

        return new InstancePath(steps);
    }

    private SchemaNode? TakeNode(InnerNode parent, bool isFirst)
    {
        var start = _at;
        if (!TakeQualifiedName(isFirst, parent.Module, out var module, out var name)) return null;
        if (parent.FindChild(module, name) is { IsDataNode: true } node) return node;
        _at = start;
        return Fail<SchemaNode>($"{(parent.Parent is null ? "the schema" : parent.SchemaPath)} has no data node {module.Name}:{name}");
    }

    private bool TakeQualifiedName(bool needsModule, YangModule inherited, [NotNullWhen(true)] out YangModule? module, out string name)
    {
        module = null;
        name = "";
        var first = TakeIdentifier();
        if (first.IsEmpty) return Fail<string>("expected a node's name") is not null;
        var hasPrefix = Take((byte)':');
        var local = hasPrefix ? TakeIdentifier() : first;
        if (local.IsEmpty) return Fail<string>("expected a node's name after ':'") is not null;
        var inXml = _context.Form == ValueForm.Xml && _context.Prefixes is not null;
        if (!hasPrefix && (inXml || needsModule))
        {
            return Fail<string>(inXml ? $"the name {Encoding.UTF8.GetString(local)} needs a prefix" : $"the first name, {Encoding.UTF8.GetString(local)}, needs its module's name") is not null;
        }

        module = hasPrefix ? QualifiedName.Module(first, _context) : inherited;
        name = Encoding.UTF8.GetString(local);
        return module is not null || Fail<string>(QualifiedName.NoModule(first, _context).TrimEnd('.')) is not null;
    }

    private List<InstancePredicate>? TakePredicates(SchemaNode node)
    {
        var found = new List<InstancePredicate>();
        while (SkipSpaceBefore((byte)'['))
        {
            _at++;
            if (TakePredicate(node, found) is not { } predicate) return null;
            found.Add(predicate);
            SkipSpace();
            if (!Take((byte)']')) return Fail<List<InstancePredicate>>("expected ']'");
        }

        switch (node)
        {
            case ListNode { Keys.Count: > 0 } list:
                if (found.Any(p => p.Value is null)) return Fail<List<InstancePredicate>>($"the list {list.Name} has keys: a position doesn't identify its entries");
                var missing = list.Keys.FirstOrDefault(k => found.All(p => p.Key != k));
                if (missing is not null) return Fail<List<InstancePredicate>>($"the key '{missing.Name}' of the list {list.Name} is missing");
                found.Sort((a, b) => a.Key!.KeyIndex.CompareTo(b.Key!.KeyIndex));
                break;
            case ListNode or LeafListNode when found.Count != 1:
                return Fail<List<InstancePredicate>>($"{node.Name} needs one predicate that says which instance");
            case not (ListNode or LeafListNode) when found.Count > 0:
                return Fail<List<InstancePredicate>>($"{node.Name} is neither list nor leaf-list: it has no predicates");
        }

        return found;
    }

    private InstancePredicate? TakePredicate(SchemaNode node, List<InstancePredicate> earlier)
    {
        SkipSpace();
        if (_at < _text.Length && _text[_at] is >= (byte)'0' and <= (byte)'9') return TakePosition();
        LeafNode? key = null;
        TypedNode typed;
        if (Take((byte)'.'))
        {
            if (node is not LeafListNode leafList) return Fail<InstancePredicate>($"'.' stands for a leaf-list's value, and {node.Name} is none");
            typed = leafList;
        }
        else
        {
            if (!TakeQualifiedName(false, node.Module, out var module, out var name)) return null;
            key = (node as ListNode)?.Keys.FirstOrDefault(k => k.Name == name && k.Module == module);
            if (key is null) return Fail<InstancePredicate>($"'{name}' is no key of {node.Name}");
            if (earlier.Any(p => p.Key == key)) return Fail<InstancePredicate>($"the key '{name}' is given twice");
            typed = key;
        }

        SkipSpace();
        if (!Take((byte)'=')) return Fail<InstancePredicate>("expected '='");
        SkipSpace();
        if (!TakeQuoted(out var text)) return null;
        var value = new ArrayBufferWriter<byte>();
        // Inside an instance-identifier of JSON, a value is a string whatever its type.
        var inner = _context with { Token = null, Module = typed.Module };
        if (!typed.Type.TryParse(text, inner, value, out var error)) return Fail<InstancePredicate>($"the value of {typed.Name}: {error.Message.TrimEnd('.')}");
        return new InstancePredicate(key, value.WrittenSpan.ToArray());
    }

    private InstancePredicate? TakePosition()
    {
        if (!Utf8Parser.TryParse(_text[_at..], out long position, out var length) || position < 1) return Fail<InstancePredicate>("a position is an integer from 1");
        _at += length;
        return new InstancePredicate(null, null, position);
    }

    private bool TakeQuoted(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_at >= _text.Length || _text[_at] is not ((byte)'\'' or (byte)'"')) return Fail<string>("expected a value in quotes") is not null;
        var length = _text[(_at + 1)..].IndexOf(_text[_at]);
        if (length < 0) return Fail<string>("the value's closing quote is missing") is not null;
        text = _text.Slice(_at + 1, length);
        _at += length + 2;
        return true;
    }

    private ReadOnlySpan<byte> TakeIdentifier()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit((char)_text[_at]) || _text[_at] is (byte)'_' or (byte)'-' or (byte)'.'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private bool Take(byte b)
    {
        if (_at >= _text.Length || _text[_at] != b) return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') _at++;
    }

    /// <summary>White space may stand before a predicate's bracket (RFC 7950 §14), nowhere else outside of predicates.</summary>
    private bool SkipSpaceBefore(byte b)
    {
        var start = _at;
        SkipSpace();
        if (_at < _text.Length && _text[_at] == b) return true;
        _at = start;
        return false;
    }

    private T? Fail<T>(string what)
        where T : class
    {
        _error = $"{what} (character {_at + 1})";
        return null;
    }
}
