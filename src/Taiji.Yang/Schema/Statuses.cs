using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Reads <c>status</c> substatements.</summary>
internal static class Statuses
{
    /// <summary>The status a statement gives itself, or null.</summary>
    public static DefinitionStatus? Of(Statement statement) => statement.Find(StatementKind.Status) is { } status ? Parse(status) : null;

    public static DefinitionStatus Parse(Statement status) => status.Argument switch
    {
        "deprecated" => DefinitionStatus.Deprecated,
        "obsolete" => DefinitionStatus.Obsolete,
        _ => DefinitionStatus.Current,
    };
}
