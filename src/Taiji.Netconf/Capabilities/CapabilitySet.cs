using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Taiji.Netconf.Capabilities;

/// <summary>What one end of a session says it can do, in the order said.</summary>
public sealed class CapabilitySet : IReadOnlyList<Capability>
{
    private readonly List<Capability> _all;

    /// <summary>Makes a set.</summary>
    /// <param name="capabilities">The capabilities.</param>
    public CapabilitySet(IEnumerable<Capability> capabilities) => _all = [.. capabilities];

    /// <summary>Makes a set.</summary>
    /// <param name="uris">The capabilities' URIs.</param>
    public CapabilitySet(params IEnumerable<string> uris)
        : this(uris.Select(Capability.Parse))
    {
    }

    /// <inheritdoc/>
    public int Count => _all.Count;

    /// <inheritdoc/>
    public Capability this[int index] => _all[index];

    /// <summary>Whether the capability is there, with whichever parameters.</summary>
    /// <param name="uri">Its URI without parameters, see <see cref="CapabilityUris"/>.</param>
    public bool Has(string uri) => TryGet(uri, out _);

    /// <summary>Finds a capability.</summary>
    /// <param name="uri">Its URI without parameters.</param>
    /// <param name="capability">The first of that URI.</param>
    public bool TryGet(string uri, [NotNullWhen(true)] out Capability? capability)
    {
        capability = _all.Find(c => c.Uri == uri);
        return capability is not null;
    }

    /// <summary>The highest version of the protocol that both ends know (RFC 6241 §8.1): a base capability's URI, or null when there is none.</summary>
    /// <param name="peer">The other end's capabilities.</param>
    public string? CommonBase(CapabilitySet peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        if (Has(CapabilityUris.Base11) && peer.Has(CapabilityUris.Base11)) return CapabilityUris.Base11;
        return Has(CapabilityUris.Base10) && peer.Has(CapabilityUris.Base10) ? CapabilityUris.Base10 : null;
    }

    /// <inheritdoc/>
    public IEnumerator<Capability> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
