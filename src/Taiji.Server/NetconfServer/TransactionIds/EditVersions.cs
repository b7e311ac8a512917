using System.Xml;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Netconf;
using Taiji.Netconf.Serving;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer.TransactionIds;

/// <summary>The versions that an edit, or a commit, knows and asks for: what it goes by is refused when running has other ones, and <c>ok</c> tells the new one.</summary>
/// <param name="context">Where it is done.</param>
internal sealed class EditVersions(OperationContext context)
{
    private string? _asked;
    private (string Mechanism, string Version)? _whole;

    /// <summary>The nodes that have versions in the edit; filled while it is read.</summary>
    public VersionRules Rules { get; } = new(NetconfNamespaces.TransactionId, TransactionId.Etag, TransactionId.LastModified);

    /// <summary>Reads <c>with-etag</c> or <c>with-last-modified</c>.</summary>
    /// <param name="parameters">On a parameter.</param>
    /// <returns>Whether it is one of them.</returns>
    public bool TryRead(ParameterReader parameters)
    {
        var mechanism = parameters.Is(NetconfNamespaces.TransactionIdModule, "with-etag") ? TransactionId.Etag
            : parameters.Is(NetconfNamespaces.TransactionIdModule, "with-last-modified") ? TransactionId.LastModified : null;
        if (mechanism is null) return false;
        var name = parameters.Xml.LocalName;
        var isAsked = parameters.ReadText() switch
        {
            "true" => true,
            "false" => false,
            var text => throw ProtocolErrors.InvalidValue($"{name} is \"{text}\", not true or false."),
        };
        if (!isAsked) return true;
        if (_asked is not null) throw ProtocolErrors.BadElement(name, "A reply tells one version: with-etag or with-last-modified, not both.");
        _asked = mechanism;
        return true;
    }

    /// <summary>Takes what <c>config</c> itself says of the whole datastore.</summary>
    /// <param name="xml">On <c>config</c>.</param>
    public void Take(XmlReader xml) => _whole = TransactionId.Find(xml);

    /// <summary>What must hold of running.</summary>
    public IReadOnlyList<ContentCondition> Conditions
    {
        get
        {
            var known = Rules.Nodes.Select(n => (n.Path, Mechanism: n.Name, n.Version)).ToList();
            if (_whole is var (mechanism, version)) known.Insert(0, (new DataPath(context.Schema), mechanism, version));
            if (known.Select(k => k.Mechanism).Distinct().Count() > 1) throw TransactionId.Mixed("config");
            return [.. known.Select(k => new ContentCondition(k.Path.ToString(), running => Check(running, k.Path, k.Mechanism, k.Version)))];
        }
    }

    /// <summary>The attribute of <c>ok</c>; null when none is asked for.</summary>
    /// <param name="after">What the datastore is now.</param>
    /// <param name="isRunning">Whether it is running.</param>
    /// <param name="cancellationToken">The session ends.</param>
    public async ValueTask<string?> OutcomeAsync(DatastoreSnapshot after, bool isRunning, CancellationToken cancellationToken)
    {
        if (_asked is null) return null;
        var running = isRunning ? after : (await context.Operations.ReadAsync(context.Session, new ReadRequest(Datastore.Running), cancellationToken)).Snapshot;
        var version = new ServerVersions(context.Operations, after, running, _asked).Of(new DataPath(context.Schema));
        return $"{TransactionId.Declaration} {TransactionId.Prefix}:{_asked}=\"{version}\"";
    }

    private RpcError? Check(DatastoreSnapshot running, DataPath path, string mechanism, string known)
    {
        // What isn't versioned itself goes by what it is in.
        var versioned = path;
        while (!versioned.IsRoot && versioned.Node is not (Yang.Schema.ContainerNode or Yang.Schema.ListNode)) versioned = versioned.Parent;
        var version = new ServerVersions(context.Operations, running, running, mechanism).Of(versioned);
        return version == known ? null : Mismatch(path, mechanism, version);
    }

    private static RpcError Mismatch(DataPath path, string mechanism, string version) => new()
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.OperationFailed,
        Path = path.IsRoot ? null : path.ToString(),
        Message = $"{(path.IsRoot ? "The configuration" : path.Node.Name)} has changed since the version that the request goes by.",
        Info =
        [
            new ErrorInfo("txid-value-mismatch-error-info", "", NetconfNamespaces.TransactionIdModule)
            {
                Children =
                [
                    new ErrorInfo("mismatch-path", path.IsRoot ? "/" : path.ToString(), NetconfNamespaces.TransactionIdModule) { IsPath = !path.IsRoot },
                    new ErrorInfo($"mismatch-{mechanism}-value", version, NetconfNamespaces.TransactionIdModule),
                ],
            },
        ],
    };
}
