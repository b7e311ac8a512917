using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Encodings.JsonSchemas;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>
/// What of the schema concerns one user: what it may read, write or invoke, or might, where that hangs on which instance it is (RFC 8341 §3.4.5). Only what would be refused whatever it
/// asks is left out: a help, and no secret, for the modules' own texts say it all to whoever may invoke <c>get-schema</c>.
/// </summary>
/// <param name="operations">Who answers what may be done.</param>
/// <param name="session">On whose behalf.</param>
internal sealed class OpenApiAccess(Operations operations, Session session) : IJsonSchemaAudience
{
    private readonly Dictionary<SchemaNode, SchemaPermissions> _permissions = [];
    private readonly Dictionary<SchemaNode, bool> _readable = [], _writable = [], _shown = [];
    private readonly bool _mayEdit = MayInvoke(operations, session, "edit-config");

    /// <summary>The modules with resources that concern the user, sorted by name.</summary>
    public IReadOnlyList<YangModule> Modules()
    {
        var found = OpenApiResource.All(operations.Schema).Where(r => MethodsOf(r).Length > 0).Select(r => r.Node.Module).ToHashSet();
        return [.. operations.Schema.Modules.Where(found.Contains)];
    }

    /// <summary>A module's resources that concern the user, with the methods that do.</summary>
    /// <param name="module">The module.</param>
    public IEnumerable<(OpenApiResource Resource, IReadOnlyList<string> Methods)> ResourcesOf(YangModule module) =>
        OpenApiResource.Of(operations.Schema, module).Select(r => (Resource: r, Methods: (IReadOnlyList<string>)MethodsOf(r))).Where(r => r.Methods.Count > 0);

    /// <summary>Whether the user may read, write or invoke the node or something in it; entries are named by their keys, whatever is told of them.</summary>
    /// <param name="node">The node.</param>
    public bool Shows(SchemaNode node) => Remembered(_shown, node, n =>
        IsOfOperation(n) || IsReadable(n) || IsWritable(n)
        || n is LeafNode { IsKey: true } || (n is InnerNode inner && (inner.Actions.Any(IsInvocable) || inner.DataChildren.Any(c => c is not LeafNode { IsKey: true } && Shows(c)))));

    /// <summary>Whether the user may read all instances of the node.</summary>
    /// <param name="node">The node.</param>
    public bool AlwaysShows(SchemaNode node) => IsOfOperation(node) || Of(node).Read == true;

    private string[] MethodsOf(OpenApiResource resource) => [.. OpenApiOperations.MethodsOf(resource).Where(m => Allows(resource.Node, m))];

    private bool Allows(SchemaNode node, string method) => (method, node) switch
    {
        ("get", _) => IsReadable(node),
        (_, OperationNode operation) => IsInvocable(operation),
        ("post", InnerNode inner) => inner.DataChildren.Any(c => c is { IsConfig: true } and not LeafNode { IsKey: true } && IsWritable(c)),
        // What a container that is always there holds goes one by one.
        ("delete", not ContainerNode { IsPresence: false }) => _mayEdit && Of(node).Delete != false,
        _ => IsWritable(node),
    };

    private bool IsReadable(SchemaNode node) => Remembered(_readable, node, n => n is SchemaRoot || (Of(n).Read != false && IsReadable(n.DataParent!)));

    /// <summary>Nodes that only lead to a change take no right (RFC 8341 §3.2.5), so that one may be written in what may not.</summary>
    private bool IsWritable(SchemaNode node) => _mayEdit && Remembered(_writable, node, n =>
        n.IsConfig && (Of(n) is not { Create: false, Update: false, Delete: false } || (n is InnerNode inner && inner.DataChildren.Any(IsWritable))));

    private bool IsInvocable(OperationNode operation) =>
        Of(operation).Execute != false && (operation.Kind == SchemaNodeKind.Rpc || IsReadable(operation.DataParent!));

    // Parameters have no rules of their own.
    private static bool IsOfOperation(SchemaNode node)
    {
        for (SchemaNode? n = node; n is not null; n = n.Parent)
        {
            if (n is OperationDataNode) return true;
        }

        return false;
    }

    private static bool MayInvoke(Operations operations, Session session, string rpc) =>
        operations.Schema.FindModule("ietf-netconf") is not { IsImplemented: true } module || operations.Schema.Root.FindChild(module, rpc) is not OperationNode operation
        || operations.PermissionsOn(session, operation).Execute != false;

    private SchemaPermissions Of(SchemaNode node) => Remembered(_permissions, node, n => operations.PermissionsOn(session, n));

    private static T Remembered<T>(Dictionary<SchemaNode, T> known, SchemaNode node, Func<SchemaNode, T> find)
    {
        if (!known.TryGetValue(node, out var value)) known[node] = value = find(node);
        return value;
    }
}
