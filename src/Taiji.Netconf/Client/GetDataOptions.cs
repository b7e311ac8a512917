using static Taiji.Netconf.Client.RequestText;

namespace Taiji.Netconf.Client;

/// <summary>What get-data can be told besides datastore and filter (RFC 8526 §3.1.1).</summary>
public sealed record GetDataOptions
{
    /// <summary>Only <c>config true</c> nodes, only <c>config false</c> ones and their ancestors, or null for both.</summary>
    public bool? ConfigFilter { get; init; }

    /// <summary>Only nodes of these origins: identities' names in ietf-origin, as <c>intended</c>. Not together with <see cref="NegatedOriginFilters"/>.</summary>
    public IReadOnlyList<string> OriginFilters { get; init; } = [];

    /// <summary>Only nodes of other origins than these.</summary>
    public IReadOnlyList<string> NegatedOriginFilters { get; init; } = [];

    /// <summary>How many levels of nodes come at most, 1 to 65535; null for all.</summary>
    public int? MaxDepth { get; init; }

    /// <summary>Whether nodes come with their origin.</summary>
    public bool WithOrigin { get; init; }

    /// <summary>RFC 6243's mode, or null.</summary>
    public string? WithDefaults { get; init; }

    /// <summary>The parameters as XML.</summary>
    /// <exception cref="ArgumentException">Both kinds of origin filters, or a depth out of range.</exception>
    internal string ToParameters()
    {
        if (OriginFilters.Count > 0 && NegatedOriginFilters.Count > 0)
            throw new ArgumentException("origin-filter and negated-origin-filter exclude each other (RFC 8526 §3.1.1).");
        if (MaxDepth is < 1 or > 65535) throw new ArgumentException($"max-depth is 1 to 65535, not {MaxDepth}.");
        var config = ConfigFilter switch { null => null, true => "true", false => "false" };
        return Parameter("config-filter", config)
            + string.Concat(OriginFilters.Select(o => Identity("origin-filter", o, "or", NetconfNamespaces.Origin)))
            + string.Concat(NegatedOriginFilters.Select(o => Identity("negated-origin-filter", o, "or", NetconfNamespaces.Origin)))
            + Parameter("max-depth", MaxDepth) + Flag("with-origin", WithOrigin) + RequestText.WithDefaults(WithDefaults);
    }
}
