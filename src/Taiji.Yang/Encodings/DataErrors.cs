using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>
/// The errors of reading instance data: tags as RFC 7950 §8.3.1 and §15 and RFC 6241 App. A have them. All are of type application: they are about content.
/// </summary>
internal static class DataErrors
{
    /// <summary>A document that isn't well-formed XML or JSON.</summary>
    public static RpcError Malformed(string message) =>
        new() { Type = ErrorType.Rpc, Tag = ErrorTag.MalformedMessage, Message = message };

    /// <summary>Nested deeper than the limit.</summary>
    public static RpcError TooDeep(int limit) =>
        new() { Type = ErrorType.Rpc, Tag = ErrorTag.TooBig, Message = $"nested more than {limit} levels deep" };

    /// <summary>A namespace (or, in JSON, a module) the schema doesn't have.</summary>
    public static RpcError UnknownNamespace(string? parentPath, string name, string ns, string message) => new()
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.UnknownNamespace,
        Path = parentPath,
        Message = message,
        Info = [new ErrorInfo("bad-element", name), new ErrorInfo("bad-namespace", ns)],
    };

    /// <summary>A name that no child of the parent has; the path is the parent's, since the node itself can have none.</summary>
    public static RpcError UnknownElement(string? path, string name, string message) =>
        Element(ErrorTag.UnknownElement, path, name, message);

    /// <summary>State where configuration is expected. RFC 6241 leaves the tag open; the node is none that the datastore's model has, so: unknown-element.</summary>
    public static RpcError StateNotAllowed(string path, string name) =>
        Element(ErrorTag.UnknownElement, path, name, $"'{name}' is state data (config false) and can't be part of a configuration");

    /// <summary>A value its type refuses (RFC 7950 §8.3.1).</summary>
    public static RpcError InvalidValue(string path, string name, ValueError error) => new()
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.InvalidValue,
        AppTag = error.AppTag,
        Path = path,
        Message = error.Message,
        Info = [new ErrorInfo("bad-element", name)],
    };

    /// <summary>Content of the wrong shape: text in a container, two instances of what can be there once, two cases of a choice (RFC 7950 §8.3.1).</summary>
    public static RpcError BadElement(string? path, string name, string message) => Element(ErrorTag.BadElement, path, name, message);

    /// <summary>A list entry without one of its keys (RFC 7950 §8.3.1).</summary>
    public static RpcError MissingKey(string path, ListNode list, string key) =>
        Element(ErrorTag.MissingElement, path, key, $"an entry of list '{list.Name}' needs its key leaf '{key}'");

    /// <summary>
    /// The same entry twice. No section names a tag for it; a key is a uniqueness constraint, so it gets what a broken unique statement gets (RFC 7950 §15.1).
    /// </summary>
    public static RpcError DuplicateEntry(string path, string message) => new()
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.OperationFailed,
        AppTag = "data-not-unique",
        Path = path,
        Message = message,
    };

    /// <summary>Something about an attribute (RFC 6241 App. A: unknown-attribute, bad-attribute, missing-attribute).</summary>
    public static RpcError Attribute(string tag, string path, string element, string attribute, string message, string? ns = null) => new()
    {
        Type = ErrorType.Application,
        Tag = tag,
        Path = path,
        Message = message,
        Info = ns is null
            ? [new ErrorInfo("bad-attribute", attribute), new ErrorInfo("bad-element", element)]
            : [new ErrorInfo("bad-attribute", attribute), new ErrorInfo("bad-element", element), new ErrorInfo("bad-namespace", ns)],
    };

    /// <summary>An annotation's value that the annotation's type refuses (RFC 6241 App. A: bad-attribute).</summary>
    public static RpcError Annotation(string path, string element, string annotation, ValueError error) =>
        Attribute(ErrorTag.BadAttribute, path, element, annotation, error.Message) with { AppTag = error.AppTag };

    /// <summary>Keys that come in another order than their list names them.</summary>
    public static RpcError KeyOrder(string path, ListNode list, LeafNode key) => BadElement(
        path, key.Name, $"the keys of list '{list.Name}' must come in the order '{string.Join(' ', list.Keys.Select(k => k.Name))}' (RFC 7950 section 7.8.5): '{key.Name}' is too late");

    /// <summary>The message for a name that isn't there, with the nearest that is.</summary>
    public static string UnknownName(string name, InnerNode parent)
    {
        var where = parent switch
        {
            SchemaRoot => "at the top level",
            { Kind: SchemaNodeKind.Input or SchemaNodeKind.Output } => $"in the {parent.Name} of '{parent.Parent!.Name}'",
            _ => $"in '{parent.Name}'",
        };
        return $"there is no '{name}' {where}{Suggestion.For(name, parent.DataChildren.Select(c => c.Name))}";
    }

    private static RpcError Element(string tag, string? path, string name, string message) => new()
    {
        Type = ErrorType.Application,
        Tag = tag,
        Path = path,
        Message = message,
        Info = [new ErrorInfo("bad-element", name)],
    };
}
