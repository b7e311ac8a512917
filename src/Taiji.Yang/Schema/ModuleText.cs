using System.Diagnostics.CodeAnalysis;
using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>One parsed file: a module or a submodule, with what its own prefixes mean.</summary>
internal sealed class ModuleText
{
    private readonly Dictionary<string, LoadedModule?> _prefixes = [];
    private readonly Dictionary<string, Statement> _prefixStatements = [];
    private HashSet<string>? _included;
    private ReadOnlyMemory<byte>? _yang;

    public ModuleText(SourceText source, Statement root, DiagnosticBag diagnostics)
    {
        Source = source;
        Root = root;
        Diagnostics = diagnostics;
        IsBroken = diagnostics.HasErrors;
        Name = root.ArgumentOrEmpty;
        IsSubmodule = root.Kind == StatementKind.Submodule;
        IsVersion11 = root.Find(StatementKind.YangVersion)?.Argument == "1.1";
        BelongsTo = root.Find(StatementKind.BelongsTo)?.Argument;
        foreach (var child in root.Children)
        {
            if (child.Kind == StatementKind.Revision && string.CompareOrdinal(child.Argument, Revision) > 0) Revision = child.Argument;
        }

        Scope = new LexicalScope(null, this);
    }

    public SourceText Source { get; }

    /// <summary>Of a YIN text the namespaces that its elements' prefixes stand for; null for YANG.</summary>
    public IReadOnlyDictionary<string, string>? YinNamespaces { get; init; }

    /// <summary>The text in YANG: as read, or as written for a YIN text.</summary>
    public ReadOnlyMemory<byte> Yang => _yang ?? Source.Bytes;

    public Statement Root { get; }

    public string Name { get; }

    /// <summary>The latest revision, or null.</summary>
    public string? Revision { get; }

    public bool IsSubmodule { get; }

    public bool IsVersion11 { get; }

    /// <summary>The module that a submodule belongs to.</summary>
    public string? BelongsTo { get; }

    /// <summary>Whether the text could not be read as statements: what it lacks is then no error of others.</summary>
    public bool IsBroken { get; }

    /// <summary>What was found while parsing; reported once the text is used.</summary>
    public DiagnosticBag Diagnostics { get; }

    /// <summary>The module this text is (part of); set when it is loaded.</summary>
    public LoadedModule Owner { get; set; } = null!;

    /// <summary>The top-level scope of this text.</summary>
    public LexicalScope Scope { get; }

    /// <summary>The scopes of the statements that hold typedefs or groupings.</summary>
    public Dictionary<Statement, LexicalScope> LocalScopes { get; } = [];

    public IReadOnlyDictionary<string, LoadedModule?> Prefixes => _prefixes;

    /// <summary>Sets the YANG form of a YIN text.</summary>
    public void SetYang(string text) => _yang = Encoding.UTF8.GetBytes(text);

    /// <summary>Makes a prefix known; a null module is one that was not found.</summary>
    public bool TryAddPrefix(string prefix, Statement statement, LoadedModule? module)
    {
        if (!_prefixes.TryAdd(prefix, module)) return false;
        _prefixStatements.Add(prefix, statement);
        return true;
    }

    /// <summary>Where a prefix is declared.</summary>
    public SourceLocation PlaceOf(string prefix) => _prefixStatements[prefix].ArgumentLocation;

    /// <summary>
    /// Whether definitions of another text of the same module can be referred to from this one: a submodule of YANG 1.0 sees only itself and what it includes (RFC 6020 §5.1).
    /// </summary>
    public bool Sees(ModuleText other)
    {
        if (other == this || IsVersion11 || !IsSubmodule) return true;
        if (_included is null)
        {
            _included = [];
            Include(this);
        }

        return other.IsSubmodule && _included.Contains(other.Name);

        void Include(ModuleText text)
        {
            foreach (var child in text.Root.Children)
            {
                if (child.Kind != StatementKind.Include || !_included.Add(child.ArgumentOrEmpty)) continue;
                if (Owner.Texts.Find(t => t.IsSubmodule && t.Name == child.Argument) is { } next) Include(next);
            }
        }
    }

    /// <summary>What to say of a name that another text defines, where this one doesn't see it.</summary>
    public static string HintAt(ModuleText other) => other.IsSubmodule
        ? $"; the submodule '{other.Name}' has one, which would have to be included here (RFC 6020 §5.1)."
        : $"; the module '{other.Name}' has one, which a submodule of YANG 1.0 can't see (RFC 6020 §5.1).";

    /// <summary>
    /// The module of a prefix; an empty prefix is the own module. False when the prefix is unknown, with <paramref name="module"/> null when it is known but not found.
    /// </summary>
    public bool TryResolvePrefix(string? prefix, out LoadedModule? module)
    {
        if (!string.IsNullOrEmpty(prefix)) return _prefixes.TryGetValue(prefix, out module);
        module = Owner;
        return true;
    }

    /// <summary>Splits <c>prefix:name</c> and resolves the prefix; reports an unknown one.</summary>
    public bool TryResolveName(
        string reference, SourceLocation location, DiagnosticBag diagnostics, [NotNullWhen(true)] out LoadedModule? module, out string name)
    {
        var colon = reference.IndexOf(':');
        var prefix = colon < 0 ? null : reference[..colon];
        name = reference[(colon + 1)..];
        if (!TryResolvePrefix(prefix, out module))
        {
            diagnostics.Report(DiagnosticDescriptors.UnknownPrefix, location, prefix, Suggestion.For(prefix!, _prefixes.Keys));
        }

        return module is not null;
    }

    public override string ToString() => Revision is null ? Name : $"{Name}@{Revision}";
}
