using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>How defaults appear (RFC 6243 §3, RFC 8040 §4.8.9).</summary>
public enum WithDefaults
{
    /// <summary>What a client set, and nothing else.</summary>
    Explicit,

    /// <summary>All defaults in use too.</summary>
    ReportAll,

    /// <summary>Nothing that equals its default.</summary>
    Trim,

    /// <summary>All, with the default ones marked.</summary>
    ReportAllTagged,
}

/// <summary>Which nodes by <c>config</c> (RFC 8040 §4.8.1).</summary>
public enum ContentFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>Configuration only.</summary>
    Config,

    /// <summary>State only, with the containers and list keys that lead to it.</summary>
    NonConfig,
}

/// <summary>A view of the tree applied while it is written.</summary>
public sealed record DataWriteOptions
{
    /// <summary>Defaults.</summary>
    public WithDefaults WithDefaults { get; init; }

    /// <summary>
    /// Whether what is written, a leaf-list or an entry of one, stands in the tree only to be written: in the configuration it has its default (<see cref="LeafListDefaults"/>), and is marked so where
    /// defaults are.
    /// </summary>
    public bool IsDefault { get; init; }

    /// <summary>Config or state.</summary>
    public ContentFilter Content { get; init; }

    /// <summary>Levels below and including the node written (RFC 8040 §4.8.2: 1 is the node alone); 0 for no limit.</summary>
    public int Depth { get; init; }

    /// <summary>
    /// Where levels begin to be counted: at nodes for which it answers true, those on the way to them are written without limit (RFC 8526 §4 max-depth counts from each node that is
    /// selected). Null to count from the node written.
    /// </summary>
    public Func<DataNode, bool>? DepthFrom { get; init; }

    /// <summary>The origins to write; null for none.</summary>
    public OriginAnnotation? Origins { get; init; }

    /// <summary>Whether the attributes that nodes keep are written too (RFC 7952).</summary>
    public bool WithAttributes { get; init; }

    /// <summary>The versions to write; null for none.</summary>
    public VersionAnnotation? Versions { get; init; }

    /// <summary>
    /// How many entries of each list and leaf-list below what is written are; 0 for all. The first one tells how many more there are (draft-ietf-netconf-list-pagination §3.2.1).
    /// </summary>
    public uint SublistLimit { get; init; }

    /// <summary>The module whose namespace is the default one around what is written, so that XML needn't declare it again; null for none.</summary>
    public YangModule? Around { get; init; }

    /// <summary>Line breaks and two spaces a level.</summary>
    public bool Indent { get; init; }

    /// <summary>
    /// The tree that the one written was selected from: the whens of defaults look at all of it (RFC 7950 §7.21.5). Null when the tree written is whole.
    /// </summary>
    public DataTree? Whole { get; init; }

    /// <summary>Answers whether a node may be written, asked once for each node (access control); null for all. A list entry whose key may not be read is left out whole.</summary>
    public Func<DataNode, bool>? Readable { get; init; }

    /// <summary>What <see cref="Readable"/> comes to for a whole list or leaf-list; null where its nodes must be asked about one by one.</summary>
    public Func<SchemaNode, ListAccess?>? Lists { get; init; }

    /// <summary>The rest of lists of which the tree holds the first entries only: for the writers that work asynchronously.</summary>
    public IReadOnlyList<ListRemainder> Remainders { get; init; } = [];

    /// <summary>Whether JSON has anydata as a string of its content as stored, form byte first: exact, for the product's own use.</summary>
    public bool KeepsAnyContent { get; init; }
}
