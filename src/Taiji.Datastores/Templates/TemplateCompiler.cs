using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Templates;

/// <summary>Checks a template's elements against the schema. What is wrong is told before anybody applies it.</summary>
/// <param name="schema">The schema.</param>
/// <param name="diagnostics">Get what is wrong.</param>
internal sealed class TemplateCompiler(YangSchema schema, ICollection<Diagnostic> diagnostics)
{
    private const string InsertAttribute = "insert", TagsAttribute = "tags", ValueAttribute = "value";

    /// <summary>Compiles the content of <c>config-template</c>.</summary>
    /// <param name="root">The element, its macros expanded.</param>
    public IReadOnlyList<TemplateNode> Compile(ElementMarkup root) => Content(root, schema.Root, []);

    /// <summary>Compiles an element below a node.</summary>
    /// <param name="element">The element.</param>
    /// <param name="parent">The node.</param>
    public ElementNode? Element(ElementMarkup element, InnerNode parent)
    {
        var child = schema.FindModuleByNamespace(element.Namespace) is { IsImplemented: true } module ? parent.FindChild(module, element.Name) : null;
        if (child is not { IsDataNode: true })
        {
            Report(TemplateDiagnostics.UnknownElement, element.Place, element.Name, element.Namespace, parent.Parent is null ? "config-template" : parent.SchemaPath);
            return null;
        }

        if (!child.IsConfig)
        {
            Report(TemplateDiagnostics.NotConfiguration, element.Place, child.SchemaPath);
            return null;
        }

        return WithContent(WithAttributes(new ElementNode(element.Place, child, element.Scope), element), element);
    }

    /// <summary>Compiles a text with expressions in it; null when one of them is wrong.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">The namespaces in scope.</param>
    /// <param name="place">Where it is written.</param>
    public TextPattern? Pattern(string text, IReadOnlyDictionary<string, string> scope, SourceLocation place)
    {
        if (TextPattern.TryParse(text, new ScopePrefixes(schema, scope), out var pattern, out var wrong)) return pattern;
        Report(TemplateDiagnostics.WrongExpression, place, wrong.Expression, wrong.Error.Position + 1, wrong.Error.Message);
        return null;
    }

    /// <summary>Says what is wrong.</summary>
    /// <param name="descriptor">What.</param>
    /// <param name="place">Where.</param>
    /// <param name="arguments">Of the message.</param>
    public void Report(DiagnosticDescriptor descriptor, SourceLocation place, params object?[] arguments) => diagnostics.Add(new Diagnostic(descriptor, place, arguments));

    private ElementNode WithAttributes(ElementNode node, ElementMarkup element)
    {
        foreach (var (name, text) in element.Attributes)
        {
            switch (name)
            {
                case TagsAttribute when Enum.TryParse<TemplateTag>(text, ignoreCase: true, out var tag) && Enum.IsDefined(tag) && !char.IsDigit(text[0]):
                    if (node.Schema is LeafNode { IsKey: true } && tag is not TemplateTag.Merge) Report(TemplateDiagnostics.WrongAttribute, element.Place, name, "it belongs to the entry, not to its key");
                    else node = node with { Tag = tag };
                    break;
                case TagsAttribute:
                    Report(TemplateDiagnostics.WrongAttribute, element.Place, name, $"'{text}' is none of merge, replace, create, nocreate, delete");
                    break;
                case InsertAttribute when text is "first" or "last" or "before" or "after" && IsOrderedByUser(node.Schema):
                    node = node with { Insert = text };
                    break;
                case InsertAttribute:
                    Report(TemplateDiagnostics.WrongAttribute, element.Place, name, IsOrderedByUser(node.Schema) ? $"'{text}' is none of first, last, before, after" : $"'{element.Name}' is not ordered by the user");
                    break;
                case ValueAttribute when Pattern(text, element.Scope, element.Place) is { } anchor:
                    node = node with { Anchor = anchor };
                    break;
                case ValueAttribute:
                    break;
                default:
                    Report(TemplateDiagnostics.WrongAttribute, element.Place, name, "tags, insert and value are known");
                    break;
            }
        }

        if (node.Insert is "before" or "after" != element.Attributes.ContainsKey(ValueAttribute))
            Report(TemplateDiagnostics.WrongAttribute, element.Place, ValueAttribute, "it goes with insert=\"before\" or \"after\", which need it");
        return node;
    }

    private static bool IsOrderedByUser(SchemaNode node) => node is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true };

    private ElementNode WithContent(ElementNode node, ElementMarkup element)
    {
        switch (node.Schema)
        {
            case AnyNode:
                return node with { Any = element.Children };
            case TypedNode:
                return WithValue(node, element);
            case ListNode list:
                var keys = new ElementNode?[list.Keys.Count];
                var children = Content(element, list, keys);
                for (var i = 0; i < keys.Length; i++)
                {
                    if (keys[i] is null) Report(TemplateDiagnostics.MissingKey, element.Place, list.Name, list.Keys[i].Name);
                }

                return node with { Keys = [.. keys.OfType<ElementNode>()], Children = children };
            default:
                return node with { Children = Content(element, (InnerNode)node.Schema, []) };
        }
    }

    private ElementNode WithValue(ElementNode node, ElementMarkup element)
    {
        if (element.Children.FirstOrDefault(c => c is not TextMarkup) is { } other)
        {
            Report(TemplateDiagnostics.WrongContent, other.Place, element.Name, "a leaf holds text with expressions in braces, no elements or instructions");
            return node;
        }

        var text = string.Concat(element.Children.OfType<TextMarkup>().Select(t => t.Text));
        // Around an expression on lines of its own, blanks are for the eye.
        if (text.Contains('{', StringComparison.Ordinal) && text.Contains('\n', StringComparison.Ordinal)) text = text.Trim();
        return Pattern(text, element.Scope, element.Place) is { } value ? node with { Value = value } : node;
    }

    private List<TemplateNode> Content(ElementMarkup element, InnerNode parent, ElementNode?[] keys) =>
        new BlockCompiler(this, element, parent, keys).Compile();
}
