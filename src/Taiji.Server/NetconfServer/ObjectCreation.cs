using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer;

/// <summary>
/// The attribute <c>objectcreate</c> of taiji-local-session, on nodes of an edit, or on the operation for the top-level ones that don't have it: whether they may be created, and the answer
/// whether they were there.
/// </summary>
/// <param name="ofOperation">What the operation's element says.</param>
internal sealed class ObjectCreation(bool? ofOperation = null)
{
    private bool _existed;

    /// <summary>The nodes that have the attribute; filled while the edit is read.</summary>
    public CreationRules Rules { get; } = new(MessageAttributes.Namespace, "objectcreate") { Default = ofOperation };

    /// <summary>The attribute of <c>ok</c> that tells whether all of them existed before; null when there were none.</summary>
    private string? Outcome => Rules.Nodes.Count == 0 ? null : $"objectexisted=\"{(_existed ? "true" : "false")}\"";

    /// <summary>What is asked at the moment of the edit; null when no node has the attribute.</summary>
    public Func<DatastoreSnapshot, RpcError?>? Precondition => Rules.Nodes.Count == 0 ? null : Check;

    /// <summary>Refuses the attribute on a session that isn't local.</summary>
    /// <exception cref="RpcErrorException">unknown-attribute.</exception>
    public void Refuse()
    {
        if (Rules.Nodes.Count > 0) throw MessageAttributes.Refused(Rules.Nodes[0].Path.Node.Name, Rules.Name);
    }

    /// <summary>The reply to an edit that was done.</summary>
    /// <param name="warnings">Its warnings.</param>
    /// <param name="version">Another attribute of <c>ok</c>: the version now; null for none.</param>
    public NetconfReply Reply(IReadOnlyList<RpcError> warnings, string? version)
    {
        string[] attributes = [.. new[] { Outcome, version }.OfType<string>()];
        return warnings.Count == 0 && attributes.Length > 0 ? NetconfReply.OkWith(string.Join(' ', attributes)) : NetconfReply.OkOr(warnings);
    }

    /// <summary>data-missing for the first node that isn't there and may not be created.</summary>
    private RpcError? Check(DatastoreSnapshot before)
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
