using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>Expressions of clients: prefixes are the modules' own, or their names; unprefixed names match in any module.</summary>
internal static class Expressions
{
    /// <summary>Parses one.</summary>
    /// <param name="names">The names.</param>
    /// <param name="text">The text.</param>
    /// <param name="parameter">The parameter that errors are about.</param>
    /// <exception cref="JsonRpcException"><c>rpc.method.invalid_params</c> with the place.</exception>
    public static XPathExpression Parse(SchemaNames names, string text, string parameter) =>
        XPathParser.TryParse(ClientDialect.Plain(text), names.ScopeOf(names.Schema.Root.Module), out var expression, out var error)
            ? expression : throw JsonRpcException.InvalidParameter(parameter, $"the XPath expression is wrong at character {error.Position}: {error.Message}");

    /// <summary>A value as a string (XPath 1.0 §4.2), leaves as the API writes them.</summary>
    /// <param name="names">The names.</param>
    /// <param name="value">The value.</param>
    /// <param name="view">What may be read; null for everything.</param>
    public static string Text(SchemaNames names, in XPathValue value, ReadView? view) => value.Type switch
    {
        XPathType.NodeSet => value.Nodes.Count == 0 ? "" : Text(names, value.Nodes[0], view),
        XPathType.Number => XPathNumbers.Format(value.Number),
        XPathType.Boolean => value.Boolean ? "true" : "false",
        _ => value.String,
    };

    /// <summary>A node's text: of a container or entry, those of the leaves in it.</summary>
    /// <param name="names">The names.</param>
    /// <param name="node">The node; it may be read.</param>
    /// <param name="view">What may be read; null for everything.</param>
    public static string Text(SchemaNames names, in XPathNode node, ReadView? view)
    {
        if (node.Schema is TypedNode typed) return typed.Type.BuiltIn == Taiji.Yang.Types.BuiltInType.Empty ? "" : names.Text(typed, node.Value);
        var text = new System.Text.StringBuilder();
        Append(node.Data);
        return text.ToString();

        void Append(in DataNode inner)
        {
            if (inner.Schema is not InnerNode) return;
            foreach (var child in inner.Children)
            {
                if (child.Schema is ListNode ? !view.SeesEntry(child) : view?.IsReadable(child) == false) continue;
                if (child.Schema is TypedNode leaf) text.Append(names.Text(leaf, child.Value));
                else Append(child);
            }
        }
    }

    /// <summary>A node's keypath.</summary>
    /// <param name="names">The names.</param>
    /// <param name="node">The node.</param>
    public static string Keypath(SchemaNames names, in XPathNode node) => node.IsDefaultEntry ? names.Keypath(node.Data.Path.Append(node.Schema)) : names.Keypath(node.Data);
}
