using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>What a state provider is asked in the light of, and where it says what it gave besides state.</summary>
public sealed class StateContext
{
    private readonly List<(DataPath Path, Identity Origin)> _marks = [];

    /// <summary>Makes the context of one call.</summary>
    /// <param name="running">The configuration.</param>
    /// <param name="reach">The paths the reader can reach; null for everything.</param>
    /// <param name="isOperational">Whether the operational datastore is read.</param>
    public StateContext(DataTree running, IReadOnlyList<DataPath>? reach, bool isOperational = false)
    {
        Running = running;
        Reach = reach;
        IsOperational = isOperational;
    }

    /// <summary>The configuration.</summary>
    public DataTree Running { get; }

    /// <summary>The paths the reader can reach (they may end in whole lists); null for everything.</summary>
    public IReadOnlyList<DataPath>? Reach { get; }

    /// <summary>Whether the operational datastore is read, the only one that shows configuration a provider gives; otherwise that is left out again.</summary>
    public bool IsOperational { get; }

    /// <summary>The origin of the configuration that the provider gives; null when it gives none.</summary>
    internal Identity? Origin { get; private set; }

    /// <summary>Whose origin is another, with all below them.</summary>
    internal IReadOnlyList<(DataPath Path, Identity Origin)> Marks => _marks;

    /// <summary>Whether the reader can reach the node at a path, something below it, or the entry or list around it.</summary>
    /// <param name="path">The path.</param>
    public bool Includes(DataPath path)
    {
        if (Reach is not { } reach) return true;
        foreach (var wanted in reach)
        {
            if (Overlap(wanted, path)) return true;
        }

        return false;
    }

    /// <summary>The entries of a list that are wanted, so that one that is asked for costs one: null for all of them, which is so without keys in the request.</summary>
    /// <param name="list">The path of the whole list; entries around it with their keys.</param>
    /// <returns>Entries' paths, each once; empty when none is wanted.</returns>
    public IReadOnlyList<DataPath>? EntriesOf(DataPath list)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (!list.IsWholeList) throw new ArgumentException($"{list} is not a whole list", nameof(list));
        if (Reach is not { } reach) return null;
        var entries = new Dictionary<string, DataPath>();
        foreach (var wanted in reach)
        {
            if (!Overlap(wanted, list)) continue;
            if (wanted.Steps.Length < list.Steps.Length || wanted.Steps[list.Steps.Length - 1].Key is null) return null;
            var entry = new DataPath(list.Schema, wanted.Steps[..list.Steps.Length]);
            entries.TryAdd(entry.ToString(), entry);
        }

        return [.. entries.Values];
    }

    /// <summary>
    /// Says that the provider writes configuration too, which is in use though nobody configured it so: an interface that is always there, a learned address (RFC 8342 §5.3.3).
    /// Without it <c>config true</c> nodes are refused.
    /// </summary>
    /// <param name="origin">Where it comes from: an identity derived from <c>ietf-origin:origin</c>.</param>
    /// <exception cref="ArgumentException">There is no such identity.</exception>
    public void ProvideConfiguration(string origin = "ietf-origin:system") => Origin = Find(origin);

    /// <summary>Gives a configuration node that it writes, and all below it, another origin.</summary>
    /// <param name="path">The node.</param>
    /// <param name="origin">An identity derived from <c>ietf-origin:origin</c>, such as <c>ietf-origin:learned</c>.</param>
    /// <exception cref="ArgumentException">There is no such identity.</exception>
    public void MarkOrigin(DataPath path, string origin)
    {
        ArgumentNullException.ThrowIfNull(path);
        _marks.Add((path, Find(origin)));
        Origin ??= Find("ietf-origin:system");
    }

    private Identity Find(string origin) => OriginIdentities.Find(Running.Schema, origin) ?? throw new ArgumentException($"'{origin}' is no origin (RFC 8342 §7).", nameof(origin));

    /// <summary>Whether one of the paths leads to the other, as far as keys are known.</summary>
    private static bool Overlap(DataPath a, DataPath b)
    {
        var common = Math.Min(a.Steps.Length, b.Steps.Length);
        for (var i = 0; i < common; i++)
        {
            if (a.Steps[i].Node != b.Steps[i].Node) return false;
            if (a.Steps[i].Key is { } key && b.Steps[i].Key is { } other && !key.Span.SequenceEqual(other.Span)) return false;
        }

        return true;
    }
}
