using System.Text;

namespace Taiji.Yang.Schema;

/// <summary>A module of a <see cref="YangSchema"/>.</summary>
public sealed class YangModule
{
    internal YangModule(string name, string @namespace, string prefix, string? revision)
    {
        Name = name;
        Namespace = @namespace;
        Prefix = prefix;
        Revision = revision;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Utf8Namespace = Encoding.UTF8.GetBytes(@namespace);
    }

    /// <summary>The module's name.</summary>
    public string Name { get; }

    /// <summary>The XML namespace.</summary>
    public string Namespace { get; }

    /// <summary>The module's own prefix.</summary>
    public string Prefix { get; }

    /// <summary>The latest revision (<c>YYYY-MM-DD</c>), or null when it has none.</summary>
    public string? Revision { get; }

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Name { get; }

    /// <summary>The namespace in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Namespace { get; }

    /// <summary>Whether it is implemented (its data nodes exist) or merely imported (RFC 7950 §5.6.5).</summary>
    public bool IsImplemented { get; internal set; }

    /// <summary>Whether something of it is missing because a text of it could not be found or read.</summary>
    internal bool IsIncomplete { get; set; }

    /// <summary>Whether <c>yang-version</c> is 1.1.</summary>
    public bool IsVersion11 { get; internal set; }

    /// <summary>The supported features' names, sorted.</summary>
    public IReadOnlyList<string> Features { get; internal set; } = [];

    /// <summary>The submodules' names, revisions and texts.</summary>
    public IReadOnlyList<YangSubmodule> Submodules { get; internal set; } = [];

    /// <summary>The modules with deviations of this one.</summary>
    public IReadOnlyList<YangModule> DeviatedBy { get; internal set; } = [];

    /// <summary>The identities defined here, in document order.</summary>
    public IReadOnlyList<Identity> Identities { get; internal set; } = [];

    /// <summary>Instances of extensions at the module's top level, e.g. <c>yang-data</c>, <c>structure</c>, <c>annotation</c>.</summary>
    public IReadOnlyList<ExtensionInstance> Extensions { get; internal set; } = [];

    /// <summary>The source text as read (for <c>get-schema</c>).</summary>
    public ReadOnlyMemory<byte> Source { get; internal set; }

    /// <summary>The path of the file it was read from, or the name of a text that came from elsewhere.</summary>
    public string SourcePath { get; internal init; } = "";

    /// <summary>The types of its top-level typedefs, by name.</summary>
    internal IReadOnlyDictionary<string, Types.YangType> TypedefTypes { get; set; } = new Dictionary<string, Types.YangType>();

    /// <inheritdoc/>
    public override string ToString() => Revision is null ? Name : $"{Name}@{Revision}";
}

/// <summary>A submodule that a module includes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">Its revision, or null.</param>
/// <param name="Source">The source text as read.</param>
public sealed record YangSubmodule(string Name, string? Revision, ReadOnlyMemory<byte> Source);
