using Taiji.Yang.Data;

namespace Taiji.YangCommands.Documents;

/// <summary>A document that has been read: names, types and keys are in order, constraints not yet looked at.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">A datastore's data; of an operation or notification, the nodes that lead to it.</param>
/// <param name="Operation">The tree rooted at the input, output or notification; null for a datastore's data.</param>
/// <param name="Path">Where the operation or notification stands; null for a datastore's data.</param>
internal sealed record InstanceDocument(DocumentKind Kind, DataTree Data, DataTree? Operation = null, OperationPath? Path = null);
