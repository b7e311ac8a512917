namespace Taiji.Yang.Syntax;

/// <summary>How the arguments of YANG's own statements are written in YIN (RFC 7950 §13.1, Table 1).</summary>
internal static class YinNames
{
    /// <summary>The namespace of YIN's own elements.</summary>
    public const string Namespace = "urn:ietf:params:xml:ns:yang:yin:1";

    private static readonly Dictionary<string, StatementKind[]> ByArgument = new()
    {
        ["text"] = [StatementKind.Contact, StatementKind.Description, StatementKind.Organization, StatementKind.Reference],
        ["condition"] = [StatementKind.Must, StatementKind.When],
        ["date"] = [StatementKind.Revision, StatementKind.RevisionDate],
        ["module"] = [StatementKind.BelongsTo, StatementKind.Import, StatementKind.Include],
        ["tag"] = [StatementKind.Unique],
        ["target-node"] = [StatementKind.Augment, StatementKind.Deviation, StatementKind.Refine],
        ["uri"] = [StatementKind.Namespace],
        ["value"] =
        [
            StatementKind.Config, StatementKind.Default, StatementKind.Deviate, StatementKind.ErrorAppTag, StatementKind.ErrorMessage, StatementKind.FractionDigits,
            StatementKind.Key, StatementKind.Length, StatementKind.Mandatory, StatementKind.MaxElements, StatementKind.MinElements, StatementKind.Modifier,
            StatementKind.OrderedBy, StatementKind.Path, StatementKind.Pattern, StatementKind.Position, StatementKind.Prefix, StatementKind.Presence,
            StatementKind.Range, StatementKind.RequireInstance, StatementKind.Status, StatementKind.Value, StatementKind.YangVersion, StatementKind.YinElement,
        ],
    };

    private static readonly string?[] Arguments = Build();

    /// <summary>The name of a statement's argument; null when it has none, and for extensions.</summary>
    public static string? ArgumentOf(StatementKind kind) => Arguments[(int)kind];

    /// <summary>Whether the argument is an element and not an attribute.</summary>
    public static bool IsElement(StatementKind kind) => kind is StatementKind.Contact or StatementKind.Description or StatementKind.ErrorMessage
        or StatementKind.Organization or StatementKind.Reference;

    private static string?[] Build()
    {
        var arguments = new string?[Keywords.Count];
        Array.Fill(arguments, "name");
        arguments[(int)StatementKind.Unknown] = arguments[(int)StatementKind.Input] = arguments[(int)StatementKind.Output] = null;
        foreach (var (name, kinds) in ByArgument)
        {
            foreach (var kind in kinds) arguments[(int)kind] = name;
        }

        return arguments;
    }
}
