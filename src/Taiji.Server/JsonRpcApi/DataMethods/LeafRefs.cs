using System.Text.Json;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.QueryMethods;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>What a leafref's value refers to.</summary>
internal sealed class Deref() : TransactionMethod("deref", Parameter.Text("path"), Parameter.OneOf("result_as", "paths", "target", "list-target").Optional())
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.PathOf<TypedNode>("leaf");
        if (((TypedNode)path.Node).Type is not LeafRefType) throw JsonRpcException.InvalidParameter("path", "it names no leaf of the type leafref");
        var tree = await call.TreeAsync(transaction, path).ConfigureAwait(false);
        var view = call.Server.View(call.Session);
        if (path.IsWholeList || !tree.TryFindInUse(path, view?.IsReadable, out var node)) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        var expression = Expressions.Parse(call.Server.Names, "deref(.)", "path");
        var targets = new XPathEvaluator(view.Over(tree)).Evaluate(expression, new XPathNode(node), null).Nodes.Where(n => !n.IsDefaultEntry).Select(n => n.Data).ToList();
        var form = call.Arguments.Text("result_as", "paths");
        if (form == "paths")
        {
            call.Answer("paths", targets.Select(t => call.Server.Names.Keypath(t)));
            return;
        }

        if (targets.Count == 0) throw new JsonRpcException(ErrorKind.NotFound, "it refers to nothing");
        call.Answer(form, call.Server.Names.Keypath(form == "target" ? targets[0].Path : ListOf(targets[0])));
    }

    private static DataPath ListOf(DataNode node)
    {
        var at = node;
        while (!at.IsRoot && at.Schema is not ListNode) at = at.Parent;
        return at.IsRoot ? throw new JsonRpcException(ErrorKind.NotFound, "it refers to no list") : at.Path.Parent.Append(at.Schema);
    }
}
