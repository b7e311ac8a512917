using Taiji.Yang.Data;

namespace Taiji.Yang.Encodings;

/// <summary>An attribute with the version of nodes (draft-ietf-netconf-transaction-id), written where a node has one. XML only.</summary>
/// <param name="Attribute">Its name, with a prefix that whoever writes around the data declares.</param>
/// <param name="Of">The version to write with a node that is in the tree; null for none.</param>
public sealed record VersionAnnotation(string Attribute, Func<DataNode, NodeVersion?> Of);

/// <summary>What is written of a node's version.</summary>
/// <param name="Text">The attribute's value; it needs no escaping.</param>
/// <param name="IsPruned">Whether nothing of the node is written but that, and the keys of an entry.</param>
public readonly record struct NodeVersion(string Text, bool IsPruned);
