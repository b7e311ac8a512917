using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer;

/// <summary>The attribute <c>objectcreate</c> of taiji-local-session, on nodes of an edit: whether they may be created, and the answer whether they were there.</summary>
internal sealed class ObjectCreation
{
    private bool _existed;

    /// <summary>The nodes that have the attribute; filled while the edit is read.</summary>
    public CreationRules Rules { get; } = new(MessageAttributes.Namespace, "objectcreate");

    /// <summary>The attribute of <c>ok</c> that tells whether all of them existed before; null when there were none.</summary>
    public string? Outcome => Rules.Nodes.Count == 0 ? null : $"objectexisted=\"{(_existed ? "true" : "false")}\"";

    /// <summary>Asked at the moment of the edit.</summary>
    /// <param name="before">The content before it.</param>
    /// <returns>data-missing for the first that isn't there and may not be created.</returns>
    public RpcError? Check(DatastoreSnapshot before)
    {
        _existed = true;
        foreach (var (path, mayCreate) in Rules.Nodes)
        {
            if (before.Tree.TryFind(path, out _)) continue;
            _existed = false;
            if (mayCreate) continue;
            return new RpcError
            {
                Type = ErrorType.Application, Tag = ErrorTag.DataMissing, Path = path.ToString(), Message = $"{Rules.Name} is false, and there is no such node.",
            };
        }

        return null;
    }
}
