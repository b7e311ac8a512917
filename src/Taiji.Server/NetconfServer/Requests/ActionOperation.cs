using System.Buffers;
using System.Text;
using System.Xml;
using Taiji.Netconf.Serving;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>Reads <c>action</c> (RFC 7950 §7.15.2): the containers and list entries that lead to the action, each entry with its keys first.</summary>
internal static class ActionOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var parameters = context.Parameters(request);
        if (!parameters.Read()) throw ProtocolErrors.MissingElement("action", "<action> leads to no action.");
        var result = ReadStep(context, parameters, context.Schema.Root, new DataPath(context.Schema));
        // One action only: that is said for the outermost element and holds for those in it.
        if (parameters.Read()) throw ProtocolErrors.BadElement(parameters.Xml.LocalName, "<action> leads to more than one node.");
        return result;
    }

    private static InvokeOperation ReadStep(OperationContext context, ParameterReader at, InnerNode parent, DataPath path)
    {
        var child = context.Schema.FindModuleByNamespace(at.Xml.NamespaceURI) is { } module ? parent.FindChild(module, at.Xml.LocalName) : null;
        return child switch
        {
            OperationNode { Kind: SchemaNodeKind.Action } action => new InvokeOperation(context, action, path, context.InputReader.ReadTree(at.Xml, action.Input)),
            ContainerNode container => ReadInside(context, at.Xml, container, path.Append(container)),
            ListNode list => ReadEntry(context, at.Xml, list, path),
            _ => throw at.Unknown(),
        };
    }

    private static InvokeOperation ReadInside(OperationContext context, XmlReader xml, InnerNode node, DataPath path)
    {
        var inside = new ParameterReader(xml, context.Schema);
        return inside.Read() ? ReadLast(context, inside, node, path) : throw NoAction(node);
    }

    private static InvokeOperation ReadEntry(OperationContext context, XmlReader xml, ListNode list, DataPath path)
    {
        var inside = new ParameterReader(xml, context.Schema);
        var keys = new byte[list.Keys.Count][];
        while (inside.Read())
        {
            if (inside.Name is { } name && list.Keys.FirstOrDefault(k => k.Name == name) is { } key)
            {
                keys[key.KeyIndex] = ReadKey(context, inside, key);
                continue;
            }

            if (Array.FindIndex(keys, k => k is null) is >= 0 and var missing)
                throw ProtocolErrors.MissingElement(list.Keys[missing].Name, $"The entry of {list.Name} lacks its key {list.Keys[missing].Name}; keys come first.");
            return ReadLast(context, inside, list, path.Append(list, KeyCodec.Encode(list, keys)));
        }

        throw NoAction(list);
    }

    private static InvokeOperation ReadLast(OperationContext context, ParameterReader inside, InnerNode node, DataPath path)
    {
        var result = ReadStep(context, inside, node, path);
        if (inside.Read()) throw ProtocolErrors.BadElement(inside.Xml.LocalName, $"<action> leads to more than one node in {node.Name}.");
        return result;
    }

    private static byte[] ReadKey(OperationContext context, ParameterReader at, LeafNode key)
    {
        var prefixes = new XmlPrefixes(at.Xml, context.Schema);
        var text = at.ReadRawText();
        var stored = new ArrayBufferWriter<byte>();
        var values = new ValueContext { Form = ValueForm.Xml, Schema = context.Schema, Module = key.Module, Prefixes = prefixes };
        if (key.Type.TryParse(Encoding.UTF8.GetBytes(text), values, stored, out var error)) return stored.WrittenSpan.ToArray();
        throw new RpcErrorException(new RpcError
        {
            Type = ErrorType.Protocol,
            Tag = ErrorTag.InvalidValue,
            AppTag = error.AppTag,
            Message = error.Message,
            Info = [new ErrorInfo("bad-element", key.Name)],
        });
    }

    private static RpcErrorException NoAction(InnerNode node) => ProtocolErrors.MissingElement(node.Name, $"<{node.Name}> leads to no action.");
}
