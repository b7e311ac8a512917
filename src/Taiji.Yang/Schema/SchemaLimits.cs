using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Bounds what a few lines of text can blow up to: nested uses multiply nodes and depth.</summary>
internal sealed class SchemaLimits(int maxNodes, int maxDepth, DiagnosticBag diagnostics)
{
    private int _expansions;
    private int _depth;
    private bool _reported;

    /// <summary>Whether a bound was passed; then expansion stops.</summary>
    public bool IsExceeded => _reported;

    /// <summary>Goes a level down and counts a node or uses; false when a bound is passed (then no <see cref="Leave"/> is due).</summary>
    public bool TryEnter(Statement statement)
    {
        if (_reported) return false;
        if (++_expansions > maxNodes)
        {
            _reported = true;
            diagnostics.Report(DiagnosticDescriptors.TooManyNodes, statement.Location, maxNodes);
            return false;
        }

        if (_depth >= maxDepth)
        {
            _reported = true;
            diagnostics.Report(DiagnosticDescriptors.SchemaTooDeep, statement.Location, maxDepth);
            return false;
        }

        _depth++;
        return true;
    }

    public void Leave() => _depth--;
}
