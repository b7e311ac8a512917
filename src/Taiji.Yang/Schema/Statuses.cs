using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Reads <c>status</c> substatements.</summary>
internal static class Statuses
{
    /// <summary>The status a statement gives itself, or null.</summary>
    public static DefinitionStatus? Of(Statement statement) => statement.Find(StatementKind.Status) is { } status ? Parse(status) : null;

    /// <summary>The keyword's argument.</summary>
    public static string NameOf(DefinitionStatus status) => status switch
    {
        DefinitionStatus.Deprecated => "deprecated",
        DefinitionStatus.Obsolete => "obsolete",
        _ => "current",
    };

    public static DefinitionStatus Parse(Statement status) => status.Argument switch
    {
        "deprecated" => DefinitionStatus.Deprecated,
        "obsolete" => DefinitionStatus.Obsolete,
        _ => DefinitionStatus.Current,
    };
}
