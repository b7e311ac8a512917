using System.Text.Json;
using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>Writes results in the form that was asked for: of the node itself, or of what is selected from it.</summary>
/// <param name="names">The names.</param>
/// <param name="evaluator">Evaluates selections.</param>
/// <param name="view">What may be read; null for everything.</param>
/// <param name="settings">What was asked for.</param>
/// <param name="writer">In an array.</param>
internal readonly struct QueryResults(SchemaNames names, XPathEvaluator evaluator, ReadView? view, QuerySettings settings, Utf8JsonWriter writer)
{
    private bool AsKeypaths => settings.ResultAs == "keypath-value";

    /// <summary>Writes one.</summary>
    /// <param name="node">The node.</param>
    public void Write(in XPathNode node)
    {
        if (settings.Selection.Count == 0)
        {
            WriteNode(node);
            return;
        }

        if (settings.Selection.Count > 1) writer.WriteStartArray();
        foreach (var expression in settings.Selection)
        {
            var value = evaluator.Evaluate(expression, node, null);
            if (value.Type == XPathType.NodeSet && value.Nodes.Count > 0) WriteNode(value.Nodes[0]);
            else if (AsKeypaths) WriteKeypathValue(null, Expressions.Text(names, value, view));
            else writer.WriteStringValue(Expressions.Text(names, value, view));
        }

        if (settings.Selection.Count > 1) writer.WriteEndArray();
    }

    private void WriteNode(in XPathNode node)
    {
        var text = Expressions.Text(names, node, view);
        if (AsKeypaths) WriteKeypathValue(Expressions.Keypath(names, node), text);
        else writer.WriteStringValue(text);
    }

    private void WriteKeypathValue(string? keypath, string value)
    {
        writer.WriteStartObject();
        if (keypath is not null) writer.WriteString("keypath"u8, keypath);
        writer.WriteString("value"u8, value);
        writer.WriteEndObject();
    }
}
