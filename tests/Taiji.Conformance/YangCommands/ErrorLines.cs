using System.Text.RegularExpressions;

namespace Taiji.Conformance.YangCommands;

/// <summary>What commands write about documents.</summary>
internal static class ErrorLines
{
    /// <summary>The first line begins so, after the place in the document if it has one.</summary>
    public static void ShouldTell(this string error, string start) => error.ShouldMatch($"^(\\S+:\\d+:\\d+: )?{Regex.Escape(start)}");
}
