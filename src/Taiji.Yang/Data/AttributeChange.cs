namespace Taiji.Yang.Data;

/// <summary>An attribute (metadata, RFC 7952) of a node that differs between two trees.</summary>
/// <param name="Path">The node.</param>
/// <param name="Name">The attribute: <c>module:name</c>.</param>
/// <param name="Before">Its value in the old tree; null when there is none.</param>
/// <param name="After">Its value in the new tree; null when there is none.</param>
public readonly record struct AttributeChange(DataPath Path, string Name, string? Before, string? After);
