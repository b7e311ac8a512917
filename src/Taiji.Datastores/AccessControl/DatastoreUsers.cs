using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl;

/// <summary>The local users of <c>/ietf-system:system/authentication/user</c> (RFC 7317 §3.5), looked up by key.</summary>
internal sealed class DatastoreUsers
{
    private readonly ListNode _user;
    private readonly ListNode _authorizedKey;
    private readonly DataPath _authentication;

    private DatastoreUsers(YangSchema schema, ListNode user)
    {
        _user = user;
        _authorizedKey = (ListNode)user.FindChild(user.Module, "authorized-key")!;
        _authentication = new DataPath(schema, new DataPathStep(user.DataParent!.DataParent!), new DataPathStep(user.DataParent!));
    }

    /// <summary>Null when the schema has no local users (ietf-system absent, or its feature off).</summary>
    public static DatastoreUsers? For(YangSchema schema) =>
        schema.FindModule("ietf-system") is { IsImplemented: true } module
        && schema.Root.FindChild(module, "system") is InnerNode system
        && system.FindChild(module, "authentication") is InnerNode authentication
        && authentication.FindChild(module, "user") is ListNode user ? new DatastoreUsers(schema, user) : null;

    /// <summary>Whether any user is there.</summary>
    public bool Any(DataTree running) => running.TryFind(_authentication, out var node) && node.Entries(_user).Count > 0;

    /// <summary>The password's crypt hash, or null.</summary>
    public string? PasswordHash(DataTree running, string name) => Find(running, name) is { } user ? user.ChildText("password") : null;

    /// <summary>The crypt hash of some user who has one, or null when nobody has.</summary>
    public string? AnyPasswordHash(DataTree running)
    {
        if (!running.TryFind(_authentication, out var node)) return null;
        foreach (var user in node.Entries(_user))
        {
            if (user.ChildText("password") is { } hash) return hash;
        }

        return null;
    }

    /// <summary>Whether the user has that public key.</summary>
    public bool HasKey(DataTree running, string name, string algorithm, ReadOnlySpan<byte> key)
    {
        if (Find(running, name) is not { } user) return false;
        var data = (LeafNode)_authorizedKey.FindChild(_authorizedKey.Module, "key-data")!;
        foreach (var entry in user.Entries(_authorizedKey))
        {
            if (entry.ChildText("algorithm") == algorithm && entry.TryGetChild(data, out var leaf) && leaf.Value.SequenceEqual(key)) return true;
        }

        return false;
    }

    private DataNode? Find(DataTree running, string name) =>
        running.TryFind(_authentication.Append(_user, KeyCodec.Encode(_user, Encoding.UTF8.GetBytes(name))), out var user) ? user : null;
}
