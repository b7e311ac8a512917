using System.Globalization;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>partial-lock (RFC 5717 §2.4.1): the expressions are evaluated once, over what of running the session may read.</summary>
internal sealed class PartialLockOperation(OperationContext context, OperationNode rpc, IReadOnlyList<(string Text, XPathExpression Expression)> selects) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var rpc = Rpc(context, request);
        var selects = new List<(string, XPathExpression)>();
        var parameters = context.Parameters(request, repeatable: "select");
        while (parameters.Read()) selects.Add(parameters.Name == "select" ? ReadSelect(context, parameters) : throw parameters.Unknown());
        return selects.Count > 0
            ? new PartialLockOperation(context, rpc, selects) : throw ProtocolErrors.MissingElement("select", "partial-lock needs at least one <select>.");
    }

    /// <summary>The rpc in the schema; there is none when the server doesn't implement the module.</summary>
    public static OperationNode Rpc(OperationContext context, RpcRequest request) =>
        context.Schema.FindModule("ietf-netconf-partial-lock") is { IsImplemented: true } module
        && context.Schema.Root.FindChild(module, request.Reader.LocalName) is OperationNode rpc
            ? rpc : throw ProtocolErrors.NotSupported("The capability :partial-lock is not advertised (RFC 5717 §2.3).");

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var readable = (await context.Operations.ReadAsync(context.Session, new ReadRequest(Datastore.Running), cancellationToken)).Readable;
        var taken = context.Operations.PartialLock(context.Session, [.. selects.Select(s => s.Text)], running => Select(running, readable));
        var output = DataTree.Empty(context.Schema, rpc.Output).Edit();
        var root = new DataPath(context.Schema, rpc.Output);
        output.SetText(root.Child("lock-id"), taken.Id.ToString(CultureInfo.InvariantCulture));
        foreach (var node in taken.Nodes) output.Create(root.Entry("locked-node", node.ToString()));
        var tree = output.Seal();
        return NetconfReply.Output((destination, cancel) => XmlDataWriter.WriteAsync(destination, tree.Root, null, cancel));
    }

    private static (string Text, XPathExpression Expression) ReadSelect(OperationContext context, ParameterReader parameters)
    {
        var prefixes = new XmlPrefixes(parameters.Xml, context.Schema);
        var text = parameters.ReadText();
        return XPathParser.TryParse(text, prefixes, out var expression, out var error)
            ? (text, expression)
            : throw ProtocolErrors.InvalidValue($"The XPath expression \"{text}\" is wrong at character {error.Position}: {error.Message}");
    }

    private List<DataPath> Select(DataTree running, Func<DataNode, bool>? readable)
    {
        var tree = readable is null ? running : DataSelection.Readable(running, readable);
        var evaluator = new XPathEvaluator(new AccessibleTree(tree));
        var nodes = new List<DataPath>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (text, expression) in selects)
        {
            var value = evaluator.Evaluate(expression, new XPathNode(tree.Root), null);
            if (value.Type != XPathType.NodeSet) throw Refused(ErrorTag.InvalidValue, "not-a-node-set", $"\"{text}\" does not give a node-set.");
            foreach (var node in value.Nodes.Where(n => !n.IsText && !n.IsDefaultEntry && !n.Data.IsDefault))
            {
                var path = node.Data.Path;
                if (path.IsRoot) throw ProtocolErrors.InvalidValue($"\"{text}\" selects the whole datastore: lock locks that.");
                if (seen.Add(path.ToString())) nodes.Add(path);
            }
        }

        return nodes.Count > 0 ? nodes : throw Refused(ErrorTag.OperationFailed, "no-matches", "No expression selects a node of running.");
    }

    private static RpcErrorException Refused(string tag, string appTag, string message) =>
        new(new RpcError { Type = ErrorType.Protocol, Tag = tag, AppTag = appTag, Message = message });
}
