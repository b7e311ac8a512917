using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Where the configuration in a reading of operational came from (RFC 8342 §5.3.4).</summary>
public sealed class OriginView
{
    private readonly DataTree _applied;
    private readonly IReadOnlyList<ProvidedConfiguration> _provided;
    private readonly Identity _intended, _default, _unknown;

    private OriginView(DataTree applied, IReadOnlyList<ProvidedConfiguration> provided, Identity intended, Identity @default, Identity unknown)
    {
        _applied = applied;
        _provided = provided;
        _intended = intended;
        _default = @default;
        _unknown = unknown;
    }

    /// <summary>Whether a node may have any other origin than intended, or default where a default is in use.</summary>
    public bool HasOthers => _provided.Count > 0;

    /// <summary>The origin of defaults in use.</summary>
    public Identity Default => _default;

    /// <summary>The origins of what is configured.</summary>
    public Identity Intended => _intended;

    /// <summary>As a writer takes it.</summary>
    public OriginAnnotation ToAnnotation() => new(node => Of(node), _default);

    /// <summary>The origin of a configuration node. A non-presence container has none of its own by the RFC; it is given that of what made it appear.</summary>
    /// <param name="node">A node of what was read, or of a selection from it.</param>
    public Identity Of(DataNode node)
    {
        if (node.IsDefault) return _default;
        if (!HasOthers) return _intended;
        // A key is what its entry is.
        var path = node.Schema is LeafNode { IsKey: true } ? node.Parent.Path : node.Path;
        var isInner = path.Node is InnerNode;
        if (isInner && _applied.TryFind(path, out _)) return _intended;
        for (var i = _provided.Count - 1; i >= 0; i--)
        {
            if (_provided[i].OriginOf(path) is { } origin) return origin;
        }

        return !isInner && _applied.TryFind(path, out _) ? _intended : _unknown;
    }

    /// <summary>Makes a view; null when the schema knows no origins.</summary>
    internal static OriginView? Make(DataTree applied, IReadOnlyList<ProvidedConfiguration> provided)
    {
        var schema = applied.Schema;
        return schema.FindIdentity(OriginIdentities.Module, "intended") is { } intended
            && schema.FindIdentity(OriginIdentities.Module, "default") is { } @default && schema.FindIdentity(OriginIdentities.Module, "unknown") is { } unknown
            ? new OriginView(applied, provided, intended, @default, unknown) : null;
    }
}
