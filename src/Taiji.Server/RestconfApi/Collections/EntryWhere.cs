using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>The <c>where</c> of a page (draft-ietf-netconf-list-pagination §3.1.1): an XPath expression with each entry as its context node; prefixes are modules' names, names without one the list's module's.</summary>
internal sealed class EntryWhere
{
    private readonly XPathExpression _expression;
    private readonly SchemaNode _list;

    private EntryWhere(XPathExpression expression, SchemaNode list, bool staysBelow)
    {
        _expression = expression;
        _list = list;
        StaysInEntry = staysBelow;
    }

    /// <summary>Whether it looks at nothing outside of the entry.</summary>
    public bool StaysInEntry { get; }

    /// <summary>Parses, and looks for nodes that the schema doesn't have.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="list">The list or leaf-list.</param>
    /// <param name="schema">The schema.</param>
    /// <exception cref="RestconfException">400 with the place.</exception>
    public static EntryWhere Parse(string text, SchemaNode list, YangSchema schema)
    {
        if (!XPathParser.TryParse(text, new ModuleNames(schema), out var expression, out var error)) throw Refused(error);
        var bound = XPathBinder.Bind(expression, schema.Root, list, list.Module);
        if (bound.DeadSteps.Count > 0) throw Refused(bound.DeadSteps[0]);
        return new EntryWhere(expression, list, bound.StaysBelow(list));
    }

    /// <summary>Makes the question of each entry.</summary>
    /// <param name="tree">What the expression may look at.</param>
    public Func<DataNode, bool> In(DataTree tree)
    {
        var evaluator = new XPathEvaluator(new AccessibleTree(tree));
        return entry => evaluator.EvaluateBoolean(_expression, new XPathNode(entry), _list.Module);
    }

    private static RestconfException Refused(XPathSyntaxError error) => PageQuery.Invalid($"The query parameter 'where' at character {error.Position}: {error.Message}");

    private sealed class ModuleNames(YangSchema schema) : IXPathPrefixes
    {
        public YangModule? Resolve(string prefix) => schema.FindModule(prefix);

        public string? PrefixOf(YangModule module) => module.Name;
    }
}
