using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Store;

/// <summary>A lock on parts of running (RFC 5717).</summary>
/// <param name="Id">Its number: 1 and up, not used again while the server runs.</param>
/// <param name="Session">By whom.</param>
/// <param name="Since">Since when.</param>
/// <param name="Selects">What it was asked for with, for monitoring.</param>
/// <param name="Nodes">Its scope: these nodes, and all below them, are protected.</param>
public sealed record PartialLock(uint Id, Session Session, DateTimeOffset Since, IReadOnlyList<string> Selects, IReadOnlyList<DataPath> Nodes)
{
    /// <summary>Whether it protects a node, or one below it.</summary>
    /// <param name="path">The node.</param>
    internal bool Overlaps(DataPath path)
    {
        foreach (var node in Nodes)
        {
            if (IsOnOneWay(node, path)) return true;
        }

        return false;
    }

    // One is the other, or above it.
    private static bool IsOnOneWay(DataPath a, DataPath b)
    {
        var length = Math.Min(a.Steps.Length, b.Steps.Length);
        for (var i = 0; i < length; i++)
        {
            var (one, other) = (a.Steps[i], b.Steps[i]);
            if (one.Node != other.Node || one.Position != other.Position) return false;
            if (one.Key is { } key && other.Key is { } otherKey && !key.Span.SequenceEqual(otherKey.Span)) return false;
        }

        return true;
    }
}
