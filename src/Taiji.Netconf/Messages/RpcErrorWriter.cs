using System.Buffers;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Netconf.Messages;

/// <summary>Writes <c>rpc-error</c> (RFC 6241 §4.3).</summary>
public static class RpcErrorWriter
{
    /// <summary>Writes one error.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    /// <param name="error">The error.</param>
    /// <param name="prefix">What goes before the names of elements in NETCONF's namespace: empty, or a prefix with its colon.</param>
    /// <param name="schema">Knows the modules named in paths; null when there is none.</param>
    public static void Write(IBufferWriter<byte> destination, RpcError error, string prefix, YangSchema? schema)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(error);
        destination.WriteRaw($"<{prefix}rpc-error>");
        destination.WriteElement($"{prefix}error-type", Name(error.Type));
        destination.WriteElement($"{prefix}error-tag", error.Tag);
        destination.WriteElement($"{prefix}error-severity", error.Severity == ErrorSeverity.Error ? "error" : "warning");
        if (error.AppTag is not null) destination.WriteElement($"{prefix}error-app-tag", error.AppTag);
        if (error.Path is not null) WritePath(destination, $"{prefix}error-path", error.Path, "", schema);
        if (error.Message is not null) destination.WriteElement($"{prefix}error-message", error.Message, " xml:lang=\"en\"");
        if (error.Info.Count > 0) WriteInfo(destination, error.Info, prefix, schema);
        destination.WriteRaw($"</{prefix}rpc-error>");
    }

    private static void WriteInfo(IBufferWriter<byte> destination, IReadOnlyList<ErrorInfo> info, string prefix, YangSchema? schema)
    {
        destination.WriteRaw($"<{prefix}error-info>");
        foreach (var item in info)
        {
            if (item.Namespace is null or NetconfNamespaces.Base)
            {
                destination.WriteElement(prefix + item.Name, item.Value);
                continue;
            }

            var declaration = $" xmlns=\"{item.Namespace}\"";
            WriteItem(destination, item, declaration, schema);
        }

        destination.WriteRaw($"</{prefix}error-info>");
    }

    private static void WriteItem(IBufferWriter<byte> destination, ErrorInfo item, string declaration, YangSchema? schema)
    {
        // RFC 7950 §15.1: instance-identifiers of the entries that are not unique.
        if (item.IsPath || item is { Namespace: NetconfNamespaces.Yang, Name: "non-unique" })
        {
            WritePath(destination, item.Name, item.Value, declaration, schema);
            return;
        }

        if (item.Children.Count == 0)
        {
            destination.WriteElement(item.Name, item.Value, declaration);
            return;
        }

        destination.WriteRaw($"<{item.Name}{declaration}>");
        foreach (var child in item.Children) WriteItem(destination, child, child.Namespace == item.Namespace ? "" : $" xmlns=\"{child.Namespace}\"", schema);
        destination.WriteRaw($"</{item.Name}>");
    }

    private static void WritePath(IBufferWriter<byte> destination, string element, string path, string attributes, YangSchema? schema)
    {
        var declarations = new NamespaceDeclarations();
        var text = ErrorPath.ToXml(path, schema, declarations);
        destination.WriteElement(element, text, attributes + declarations.ToMarkup());
    }

    private static string Name(ErrorType type) => type switch
    {
        ErrorType.Transport => "transport",
        ErrorType.Rpc => "rpc",
        ErrorType.Protocol => "protocol",
        _ => "application",
    };
}
