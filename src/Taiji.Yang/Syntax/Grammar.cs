namespace Taiji.Yang.Syntax;

/// <summary>
/// Which substatements a statement may have and how often: RFC 7950 §7's tables, all in one place.
/// A name alone means exactly once; <c>?</c> at most once, <c>*</c> any number, <c>+</c> at least once.
/// <c>^</c> marks what only YANG 1.1 has there, <c>~</c> what YANG 1.0 allows at most once where 1.1 allows many.
/// </summary>
internal static class Grammar
{
    public const string Meta = "status? description? reference? ";
    public const string DataDefinitions = "container* leaf* leaf-list* list* choice* anydata*^ anyxml* uses* ";
    public const string Definitions = "typedef* grouping* ";
    private const string Operations = "action*^ notification*^ ";
    private const string Conditions = "when? if-feature* ";
    private const string Restriction = "error-message? error-app-tag? description? reference? ";
    private const string Body = "import* include* organization? contact? description? reference? revision* extension* feature* identity* "
        + Definitions + DataDefinitions + "augment* rpc* notification* deviation* ";

    private static readonly (string Name, ArgumentSyntax Argument, string Substatements)[] Rules =
    [
        ("action", ArgumentSyntax.Identifier, "if-feature* " + Meta + Definitions + "input? output?"),
        ("anydata", ArgumentSyntax.Identifier, Conditions + "must* config? mandatory? " + Meta),
        ("anyxml", ArgumentSyntax.Identifier, Conditions + "must* config? mandatory? " + Meta),
        ("argument", ArgumentSyntax.Identifier, "yin-element?"),
        ("augment", ArgumentSyntax.Path, Conditions + Meta + DataDefinitions + "case* " + Operations),
        ("base", ArgumentSyntax.IdentifierReference, ""),
        ("belongs-to", ArgumentSyntax.Identifier, "prefix"),
        ("bit", ArgumentSyntax.Identifier, "if-feature*^ position? " + Meta),
        ("case", ArgumentSyntax.Identifier, Conditions + Meta + DataDefinitions),
        ("choice", ArgumentSyntax.Identifier,
            Conditions + "default? config? mandatory? " + Meta + "choice*^ container* leaf* leaf-list* list* anydata*^ anyxml* case*"),
        ("config", ArgumentSyntax.Boolean, ""),
        ("contact", ArgumentSyntax.Text, ""),
        ("container", ArgumentSyntax.Identifier, Conditions + "must* presence? config? " + Meta + Definitions + DataDefinitions + Operations),
        ("default", ArgumentSyntax.Text, ""),
        ("description", ArgumentSyntax.Text, ""),
        ("deviate", ArgumentSyntax.Deviate, ""),
        ("deviation", ArgumentSyntax.AbsolutePath, "description? reference? deviate+"),
        ("enum", ArgumentSyntax.EnumName, "if-feature*^ value? " + Meta),
        ("error-app-tag", ArgumentSyntax.Text, ""),
        ("error-message", ArgumentSyntax.Text, ""),
        ("extension", ArgumentSyntax.Identifier, "argument? " + Meta),
        ("feature", ArgumentSyntax.Identifier, "if-feature* " + Meta),
        ("fraction-digits", ArgumentSyntax.FractionDigits, ""),
        ("grouping", ArgumentSyntax.Identifier, Meta + Definitions + DataDefinitions + Operations),
        ("identity", ArgumentSyntax.Identifier, "if-feature*^ base~ " + Meta),
        ("if-feature", ArgumentSyntax.Text, ""),
        ("import", ArgumentSyntax.Identifier, "prefix revision-date? description?^ reference?^"),
        ("include", ArgumentSyntax.Identifier, "revision-date? description?^ reference?^"),
        ("input", ArgumentSyntax.None, "must*^ " + Definitions + DataDefinitions),
        ("key", ArgumentSyntax.Identifiers, ""),
        ("leaf", ArgumentSyntax.Identifier, Conditions + "type units? must* default? config? mandatory? " + Meta),
        ("leaf-list", ArgumentSyntax.Identifier,
            Conditions + "type units? must* default*^ config? min-elements? max-elements? ordered-by? " + Meta),
        ("length", ArgumentSyntax.Text, Restriction),
        ("list", ArgumentSyntax.Identifier,
            Conditions + "must* key? unique* config? min-elements? max-elements? ordered-by? " + Meta + Definitions + DataDefinitions + Operations),
        ("mandatory", ArgumentSyntax.Boolean, ""),
        ("max-elements", ArgumentSyntax.MaxElements, ""),
        ("min-elements", ArgumentSyntax.NonNegative, ""),
        ("modifier", ArgumentSyntax.Modifier, ""),
        ("module", ArgumentSyntax.Identifier, "yang-version? namespace prefix " + Body),
        ("must", ArgumentSyntax.Text, Restriction),
        ("namespace", ArgumentSyntax.Uri, ""),
        ("notification", ArgumentSyntax.Identifier, "if-feature* must*^ " + Meta + Definitions + DataDefinitions),
        ("ordered-by", ArgumentSyntax.OrderedBy, ""),
        ("organization", ArgumentSyntax.Text, ""),
        ("output", ArgumentSyntax.None, "must*^ " + Definitions + DataDefinitions),
        ("path", ArgumentSyntax.Text, ""),
        ("pattern", ArgumentSyntax.Text, "modifier?^ " + Restriction),
        ("position", ArgumentSyntax.NonNegative, ""),
        ("prefix", ArgumentSyntax.Identifier, ""),
        ("presence", ArgumentSyntax.Text, ""),
        ("range", ArgumentSyntax.Text, Restriction),
        ("reference", ArgumentSyntax.Text, ""),
        ("refine", ArgumentSyntax.DescendantPath,
            "if-feature*^ must* presence? default~ config? mandatory? min-elements? max-elements? description? reference?"),
        ("require-instance", ArgumentSyntax.Boolean, ""),
        ("revision", ArgumentSyntax.Date, "description? reference?"),
        ("revision-date", ArgumentSyntax.Date, ""),
        ("rpc", ArgumentSyntax.Identifier, "if-feature* " + Meta + Definitions + "input? output?"),
        ("status", ArgumentSyntax.Status, ""),
        ("submodule", ArgumentSyntax.Identifier, "yang-version? belongs-to " + Body),
        ("type", ArgumentSyntax.IdentifierReference,
            "fraction-digits? range? length? pattern* path? enum* bit* type* base~ require-instance?"),
        ("typedef", ArgumentSyntax.Identifier, "type units? default? " + Meta),
        ("unique", ArgumentSyntax.DescendantPaths, ""),
        ("units", ArgumentSyntax.Text, ""),
        ("uses", ArgumentSyntax.IdentifierReference, Conditions + Meta + "refine* augment*"),
        ("value", ArgumentSyntax.Integer, ""),
        ("when", ArgumentSyntax.Text, "description? reference?"),
        ("yang-version", ArgumentSyntax.YangVersion, ""),
        ("yin-element", ArgumentSyntax.Boolean, ""),
    ];

    private static readonly (StatementKind Kind, string Substatements)[] Deviates =
    [
        (StatementKind.DeviateAdd, "units? must* unique* default~ config? mandatory? min-elements? max-elements?"),
        (StatementKind.DeviateDelete, "units? must* unique* default~"),
        (StatementKind.DeviateReplace, "type? units? default~ config? mandatory? min-elements? max-elements?"),
        (StatementKind.DeviateNotSupported, ""),
    ];

    private static readonly StatementRule[] Table = Build();

    /// <summary>The rule of a statement; for <see cref="StatementKind.Unknown"/> one that allows nothing.</summary>
    public static StatementRule RuleOf(Statement statement) => Table[(int)(statement.Kind == StatementKind.Deviate
        ? statement.Argument switch
        {
            "add" => StatementKind.DeviateAdd,
            "delete" => StatementKind.DeviateDelete,
            "replace" => StatementKind.DeviateReplace,
            _ => StatementKind.DeviateNotSupported,
        }
        : statement.Kind)];

    /// <summary>A rule for an extension's instances.</summary>
    /// <param name="substatements">What they may hold, in the notation above.</param>
    /// <exception cref="ArgumentException">One of the names is no keyword.</exception>
    public static StatementRule MakeRule(string substatements) => new(ArgumentSyntax.Text, ParseRule(substatements));

    private static StatementRule[] Build()
    {
        var table = new StatementRule[(int)StatementKind.DeviateNotSupported + 1];
        Array.Fill(table, new StatementRule(ArgumentSyntax.Text, []));
        foreach (var (name, argument, substatements) in Rules)
        {
            table[(int)Keywords.Find(name)] = new StatementRule(argument, ParseRule(substatements));
        }

        foreach (var (kind, substatements) in Deviates) table[(int)kind] = new StatementRule(ArgumentSyntax.Deviate, ParseRule(substatements));
        return table;
    }

    private static Occurrence[] ParseRule(string text)
    {
        var rule = new Occurrence[Keywords.Count];
        foreach (var item in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = item.TrimEnd('?', '*', '+', '^', '~');
            var occurrence = Occurrence.Allowed;
            var marks = item[name.Length..];
            if (marks is "" or "+") occurrence |= Occurrence.Required;
            if (marks.Contains('*') || marks.Contains('+') || marks.Contains('~')) occurrence |= Occurrence.Many;
            if (marks.Contains('^')) occurrence |= Occurrence.Only11;
            if (marks.Contains('~')) occurrence |= Occurrence.OnceIn10;
            var kind = Keywords.Find(name);
            if (kind == StatementKind.Unknown) throw new ArgumentException($"'{name}' is no YANG keyword.", nameof(text));
            rule[(int)kind] |= occurrence;
        }

        return rule;
    }
}

/// <summary>How often a substatement may occur; nothing set means not at all.</summary>
[Flags]
internal enum Occurrence : byte
{
    None = 0,
    Allowed = 1,
    Required = 2,
    Many = 4,
    Only11 = 8,
    OnceIn10 = 16,
}

/// <summary>A statement's argument and substatements.</summary>
internal sealed class StatementRule(ArgumentSyntax argument, Occurrence[] substatements)
{
    private readonly Occurrence[] _substatements = substatements;

    public ArgumentSyntax Argument { get; } = argument;

    /// <summary>The substatements that must be there.</summary>
    public StatementKind[] Required { get; } =
        [.. substatements.Index().Where(s => s.Item.HasFlag(Occurrence.Required)).Select(s => (StatementKind)s.Index)];

    public Occurrence this[StatementKind kind] => (int)kind < _substatements.Length ? _substatements[(int)kind] : Occurrence.None;

    /// <summary>The names of all substatements that are allowed.</summary>
    public IEnumerable<string> AllowedNames => _substatements.Index().Where(s => s.Item != Occurrence.None).Select(s => Keywords.NameOf((StatementKind)s.Index));
}
