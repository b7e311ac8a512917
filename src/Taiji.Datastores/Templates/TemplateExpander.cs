using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Datastores.Templates;

/// <summary>Where a template is being expanded.</summary>
/// <param name="Context">The context node.</param>
/// <param name="Path">The node that is configured; null when its keys aren't of their types, which is told when they are read.</param>
/// <param name="Tag">What becomes of nodes without a tag of their own: merge or nocreate.</param>
internal readonly record struct Position(XPathNode Context, DataPath? Path, TemplateTag Tag);

/// <summary>Expands a template: elements in, edit-config out.</summary>
internal sealed class TemplateExpander
{
    private const int MaximumNodes = 1_000_000;

    private readonly ConfigurationTemplate _template;
    private readonly TemplateInput _input;
    private readonly TemplateOutput _output;
    private readonly TemplateScope _scope;
    private readonly Dictionary<string, XPathNode> _saved = new(StringComparer.Ordinal);
    private int _nodes;

    /// <summary>Makes it.</summary>
    /// <param name="template">The template.</param>
    /// <param name="input">What it is applied with.</param>
    /// <param name="output">Where it goes.</param>
    public TemplateExpander(ConfigurationTemplate template, TemplateInput input, TemplateOutput output)
    {
        (_template, _input, _output) = (template, input, output);
        _scope = new TemplateScope(input, template.Name);
    }

    /// <summary>Expands it all.</summary>
    /// <param name="content">The template's content.</param>
    public void Expand(IReadOnlyList<TemplateNode> content)
    {
        var context = _input.Data.Root;
        if (_input.Context is { IsRoot: false } path && !_input.TryFind(path, out context))
            throw new RpcErrorException(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.DataMissing, Path = path.ToString(), Message = $"template '{_template.Name}' was to be applied for a node that isn't there" });
        Block(content, new Position(new XPathNode(context), new DataPath(_input.Data.Schema), TemplateTag.Merge));
    }

    private void Block(IReadOnlyList<TemplateNode> content, Position position)
    {
        _scope.Enter();
        foreach (var node in content)
        {
            if (++_nodes > MaximumNodes) throw TemplateErrors.At(ErrorTag.ResourceDenied, node.Place, $"the template has made {MaximumNodes} nodes and rounds, and is not at its end");
            switch (node)
            {
                case ElementNode element:
                    Element(element, position);
                    break;
                case ConditionNode condition:
                    var branch = condition.Branches.FirstOrDefault(b => b.Condition is null || _scope.Holds(b.Condition, position.Context, condition.Place));
                    if (branch.Content is not null) Block(branch.Content, position);
                    break;
                case EachNode each:
                    foreach (var context in _scope.Nodes(each.Nodes, position.Context, each.Place)) Block(each.Content, position with { Context = context });
                    break;
                case LoopNode loop:
                    Loop(loop, position);
                    break;
                case SetNode set:
                    _scope.Assign(set.Assignment, position.Context, set.Place);
                    break;
                case ContextNode context:
                    position = position with { Context = _scope.Node(context.Node, position.Context, context.Place) };
                    break;
                case SavedContextNode { IsSwitch: false } save:
                    _saved[save.Name] = position.Context;
                    break;
                case SavedContextNode saved:
                    position = position with { Context = _saved.TryGetValue(saved.Name, out var kept) ? kept : throw TemplateErrors.At(ErrorTag.InvalidValue, saved.Place, $"no context was saved as '{saved.Name}'") };
                    break;
                case CopyNode copy:
                    new TreeCopy(_input, _output, copy.Place).Write(_scope.Node(copy.Source, position.Context, copy.Place), position.Path);
                    break;
            }
        }

        _scope.Leave();
    }

    private void Loop(LoopNode loop, Position position)
    {
        _scope.Enter();
        if (loop.First is { } first) _scope.Assign(first, position.Context, loop.Place);
        while (_scope.Holds(loop.Condition, position.Context, loop.Place))
        {
            if (++_nodes > MaximumNodes) throw TemplateErrors.At(ErrorTag.ResourceDenied, loop.Place, $"the template has made {MaximumNodes} nodes and rounds, and is not at its end");
            Block(loop.Content, position);
            if (loop.Next is { } next) _scope.Assign(next, position.Context, loop.Place);
        }

        _scope.Leave();
    }

    private void Element(ElementNode element, Position position)
    {
        switch (element.Schema)
        {
            case LeafListNode leafList:
                foreach (var (text, context) in _scope.Values(element.Value, position.Context, element.Place))
                    Write(element, position with { Context = context, Path = EntryPath(position.Path, leafList, text) }, text);
                break;
            case LeafNode leaf:
                var isDeleted = element.Tag == TemplateTag.Delete && element.Value is null or { Parts.Count: 0 };
                var value = isDeleted ? "" : _scope.Text(element.Value, position.Context, element.Place);
                if (value is not null) Write(element, position with { Path = position.Path?.Append(leaf) }, isDeleted ? null : value);
                break;
            case ListNode list:
                Entries(element, list, position, []);
                break;
            default:
                Write(element, position with { Path = position.Path?.Append(element.Schema) }, null);
                break;
        }
    }

    // Several nodes for a key make several entries; what else is in each sees the parent of its node as context.
    private void Entries(ElementNode element, ListNode list, Position position, IReadOnlyList<string> keys)
    {
        if (keys.Count == list.Keys.Count)
        {
            Write(element, position with { Path = EntryPath(position.Path, list, [.. keys]) }, null, keys);
            return;
        }

        var key = element.Keys[keys.Count];
        foreach (var (text, context) in _scope.Values(key.Value, position.Context, key.Place))
            Entries(element, list, position with { Context = context == position.Context ? context : TemplateScope.ParentOf(context) }, [.. keys, text]);
    }

    private void Write(ElementNode element, Position position, string? text, IReadOnlyList<string>? keys = null)
    {
        var tag = element.Tag ?? position.Tag;
        // What can't be found can't be told to be there: the reader of the edits says why.
        if (tag == TemplateTag.NoCreate && position.Path is { } path && !_input.TryFind(path, out _) && !IsPlainContainer(element.Schema)) return;
        _output.Open(element.Schema, element.Place, element.Scope);
        if (tag is TemplateTag.Replace or TemplateTag.Create) _output.Operation(tag == TemplateTag.Replace ? "replace" : "create");
        else if (tag == TemplateTag.Delete) _output.Operation("remove");
        else if (element.Tag is not null && element.Schema is not LeafNode { IsKey: true }) _output.Operation("merge");
        if (element.Insert is { } place) _output.Insert(place, element.Schema is ListNode ? "key" : "value", Anchor(element, position.Context));
        if (text is not null) _output.Text(text);
        for (var i = 0; i < keys?.Count; i++)
        {
            _output.Open(element.Keys[i].Schema, element.Keys[i].Place, element.Keys[i].Scope);
            _output.Text(keys[i]);
            _output.Close();
        }

        foreach (var any in element.Any) Any(any, element, position.Context);
        // Nothing but keys is looked at in what is deleted; merging begins anew in what is created or replaced.
        if (tag != TemplateTag.Delete) Block(element.Children, position with { Tag = tag == TemplateTag.NoCreate ? tag : TemplateTag.Merge });
        _output.Close();
    }

    // A container without presence is there when something in it is.
    private static bool IsPlainContainer(SchemaNode schema) => schema is ContainerNode { IsPresence: false };

    private string? Anchor(ElementNode element, XPathNode context)
    {
        if (element.Anchor is null) return null;
        var text = _scope.Text(element.Anchor, context, element.Place) ?? throw TemplateErrors.At(ErrorTag.InvalidValue, element.Place, "there is no node that tells before or after which entry it is to be inserted");
        if (element.Schema is not ListNode list) return text;
        var values = list.Keys.Count == 1 ? [text] : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (values.Length != list.Keys.Count) throw TemplateErrors.At(ErrorTag.InvalidValue, element.Place, $"'{text}' is not the {list.Keys.Count} keys of an entry of '{list.Name}', separated by blanks");
        return string.Concat(list.Keys.Select((k, i) => $"[{k.Module.Name}:{k.Name}={Quote(values[i])}]"));
    }

    private static string Quote(string text) => text.Contains('\'', StringComparison.Ordinal) ? $"\"{text}\"" : $"'{text}'";

    private static DataPath? EntryPath(DataPath? parent, SchemaNode list, params ReadOnlySpan<string> keys)
    {
        if (parent is null) return null;
        var stored = new byte[keys.Length][];
        for (var i = 0; i < keys.Length; i++)
        {
            var node = list is ListNode keyed ? (TypedNode)keyed.Keys[i] : (LeafListNode)list;
            if (!TextAccess.TryParse(parent.Schema, node, keys[i], out var value)) return null;
            stored[i] = value;
        }

        return parent.Append(list, list is ListNode l ? KeyCodec.Encode(l, stored) : stored[0]);
    }

    private void Any(Markup markup, ElementNode element, XPathNode context)
    {
        switch (markup)
        {
            case ElementMarkup inner:
                _output.OpenAny(inner);
                foreach (var child in inner.Children) Any(child, element, context);
                _output.Close();
                break;
            case TextMarkup text:
                _output.Text(text.Text);
                break;
            default:
                throw TemplateErrors.At(ErrorTag.InvalidValue, markup.Place, $"'{element.Schema.Name}' is copied as it is written: there can be no instructions in it");
        }
    }
}
