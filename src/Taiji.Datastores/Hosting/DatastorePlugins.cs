using Taiji.Datastores.Commit;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Hosting;

/// <summary>What a host plugs in, its schema paths resolved.</summary>
public sealed record DatastorePlugins
{
    /// <summary>State providers by the schema node at and below which they give state.</summary>
    public IReadOnlyList<(SchemaNode Node, IStateProvider Provider)> StateProviders { get; init; } = [];

    /// <summary>The schema nodes at and below which code reports what of the configuration is applied (<see cref="AppliedConfiguration"/>).</summary>
    public IReadOnlyList<SchemaNode> AppliedNodes { get; init; } = [];

    /// <summary>Handlers of rpcs and actions; at most one each.</summary>
    public IReadOnlyDictionary<OperationNode, IOperationHandler> OperationHandlers { get; init; } = new Dictionary<OperationNode, IOperationHandler>();

    /// <summary>Commit participants by the schema node at and below which changes concern them, in the order of prepare.</summary>
    public IReadOnlyList<(SchemaNode Node, ICommitParticipant Participant)> Participants { get; init; } = [];

    /// <summary>Validators by the schema node at and below which changes concern them.</summary>
    public IReadOnlyList<(SchemaNode Node, IConfigurationValidator Validator)> Validators { get; init; } = [];

    /// <summary>Rewrite edits of running or candidate before they are applied (hash clear-text passwords, say), by schema node.</summary>
    public IReadOnlyDictionary<LeafNode, ILeafTransform> LeafTransforms { get; init; } = new Dictionary<LeafNode, ILeafTransform>();
}

/// <summary>Replaces the value a client sent for a leaf by the one that is kept.</summary>
public interface ILeafTransform
{
    /// <summary>The stored value to keep instead; null to keep what was sent.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="stored">The value sent, in stored form.</param>
    byte[]? Transform(LeafNode leaf, ReadOnlySpan<byte> stored);
}
