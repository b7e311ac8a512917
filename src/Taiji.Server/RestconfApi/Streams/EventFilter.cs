using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.RestconfApi.Streams;

/// <summary>The <c>filter</c> query parameter (RFC 8040 §4.8.4): an XPath expression whose boolean value decides; prefixes are modules' names.</summary>
internal sealed class EventFilter
{
    private readonly XPathExpression _expression;

    private EventFilter(XPathExpression expression) => _expression = expression;

    /// <summary>Parses.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="schema">The schema.</param>
    /// <exception cref="RestconfException">400 with the place.</exception>
    public static EventFilter Parse(string text, YangSchema schema) => XPathParser.TryParse(text, new ModulePrefixes(schema), out var expression, out var error)
        ? new EventFilter(expression)
        : throw RestconfException.BadRequest($"The query parameter 'filter' at character {error.Position}: {error.Message}");

    /// <summary>Whether a notification is wanted.</summary>
    /// <param name="notification">Its content.</param>
    public bool Wants(DataTree notification)
    {
        var tree = new AccessibleTree(DataTree.Empty(notification.Schema), notification, null);
        return new XPathEvaluator(tree).EvaluateBoolean(_expression, tree.Root, null);
    }

    private sealed class ModulePrefixes(YangSchema schema) : IXPathPrefixes
    {
        public YangModule? Resolve(string prefix) => schema.FindModule(prefix);

        public string? PrefixOf(YangModule module) => module.Name;
    }
}
