using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Datastores.Templates;

/// <summary>Copies what is below a node into another one that has children of the same names.</summary>
/// <param name="input">What may be read.</param>
/// <param name="output">Where it goes.</param>
/// <param name="place">Where the copy was asked for.</param>
internal sealed class TreeCopy(TemplateInput input, TemplateOutput output, SourceLocation place)
{
    /// <summary>Writes what is below a node.</summary>
    /// <param name="source">The node.</param>
    /// <param name="target">Where it goes; null when that isn't known.</param>
    /// <exception cref="RpcErrorException">invalid-value: the target has no such child.</exception>
    public void Write(XPathNode source, DataPath? target)
    {
        if (source.IsDefaultEntry || source.Schema is not InnerNode) throw TemplateErrors.At(ErrorTag.InvalidValue, place, "copy-tree copies what is below a container or list entry");
        if (target?.Node is InnerNode inner) Write(source.Data, inner, isTop: true);
    }

    private void Write(in DataNode source, InnerNode target, bool isTop)
    {
        foreach (var child in source.Children)
        {
            if (!child.Schema.IsConfig || !input.Sees(child) || (isTop && child.Schema is LeafNode { IsKey: true } && target is ListNode)) continue;
            var into = target.DataChildren.FirstOrDefault(c => c.Name == child.Schema.Name && c.Kind == child.Schema.Kind)
                ?? throw TemplateErrors.At(ErrorTag.InvalidValue, place, $"there is no '{child.Schema.Name}' in {target.SchemaPath} to copy {child.Path} to");
            output.Open(into, place);
            if (child.Schema is InnerNode) Write(child, (InnerNode)into, isTop: false);
            else if (child.Schema is TypedNode) output.Text(child.ValueText);
            output.Close();
        }
    }
}
