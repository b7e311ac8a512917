using System.Text.Json;
using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.QueryMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>Finds what a leafref may refer to.</summary>
/// <param name="call">The call.</param>
/// <param name="tree">Where.</param>
/// <param name="view">What may be read; null for everything.</param>
internal sealed class LeafRefCandidates(MethodCall call, DataTree tree, ReadView? view)
{
    /// <summary>The nodes; null where other parameters of an operation decide on them, and are missing or wrong.</summary>
    /// <param name="keypath">Where the leaf is.</param>
    /// <param name="leafRef">Its type.</param>
    public NodeWalk? Of(Keypath keypath, LeafRefType leafRef)
    {
        var names = call.Server.Names;
        if (leafRef.Path.Text is ['/', ..] text && !text.Contains('[', StringComparison.Ordinal)) return NodeWalk.Begin(names, tree, names.Tagpath(leafRef.Target!), null, view, "path");
        return keypath.Operation is { } operation ? OfParameter(keypath, operation, leafRef) : OfData(keypath, leafRef);
    }

    private KnownNodes? OfParameter(Keypath keypath, OperationNode operation, LeafRefType leafRef)
    {
        var parameters = DataTree.Empty(call.Server.Schema, operation.Input).Edit();
        if (keypath.Inner is not { } inner || !TrySetKeys(operation, keypath.Node, parameters)) return null;
        parameters.SetValue(inner, Filler(leafRef));
        var input = parameters.Seal();
        DataNode? parent = operation.Kind == SchemaNodeKind.Rpc ? null : keypath.Path is { } at && tree.TryFindInUse(at, view?.IsReadable, out var found) ? found : null;
        return input.TryFind(inner, out var leaf) ? Evaluate(view.Over(tree, input, parent), leafRef, leaf) : null;
    }

    private KnownNodes OfData(Keypath keypath, LeafRefType leafRef)
    {
        var path = keypath.Path ?? throw JsonRpcException.InvalidParameter("path", "a list on the way needs its keys");
        var around = tree;
        if (!around.TryFind(path, out var context))
        {
            // What the path begins at need not be there yet.
            var editor = tree.Edit();
            editor.SetValue(path, Filler(leafRef));
            around = editor.Seal();
            around.TryFind(path, out context);
        }

        return Evaluate(view.Over(around), leafRef, context);
    }

    private static KnownNodes Evaluate(AccessibleTree around, LeafRefType leafRef, DataNode leaf) =>
        new(new XPathEvaluator(around).Evaluate(leafRef.Path, new XPathNode(leaf), leaf.Schema.Module).Nodes);

    private static byte[] Filler(LeafRefType leafRef) => new byte[Math.Max(leafRef.FixedSize, 0)];

    // Keys that other parameters are, by their paths in the operation. False when one that is needed is missing or wrong.
    private bool TrySetKeys(OperationNode operation, SchemaNode leaf, DataTreeEditor parameters)
    {
        var keys = call.Arguments.ValueOf("keys");
        var given = keys.ValueKind == JsonValueKind.Object ? keys.EnumerateObject().ToList() : [];
        foreach (var key in given)
        {
            var name = key.Name[(key.Name.LastIndexOf('/') + 1)..];
            name = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
            if (operation.Input.DataChildren.OfType<LeafNode>().FirstOrDefault(l => l.Name == name) is not { } parameter || key.Value.ValueKind != JsonValueKind.String
                || !call.Server.Names.TryParse(parameter, key.Value.GetString()!, out var stored, out _)) return false;
            parameters.SetValue(new DataPath(call.Server.Schema, operation.Input).Append(parameter), stored);
        }

        return given.Count > 0 || leaf is not TypedNode { Type: LeafRefType { Path.Text: var text } } || !text.Contains("current()", StringComparison.Ordinal);
    }
}
