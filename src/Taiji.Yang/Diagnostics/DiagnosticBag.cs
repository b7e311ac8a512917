namespace Taiji.Yang.Diagnostics;

/// <summary>Collects diagnostics; the same one at the same place counts once, however often an expansion meets it.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];
    private readonly HashSet<(string Id, SourceLocation Location, string Message)> _seen = [];

    /// <summary>Whether any of them is an error.</summary>
    public bool HasErrors { get; private set; }

    public int ErrorCount { get; private set; }

    public void Report(DiagnosticDescriptor descriptor, SourceLocation location, params ReadOnlySpan<object?> arguments) =>
        Add(new Diagnostic(descriptor, location, arguments.ToArray()));

    public void ReportRelated(DiagnosticDescriptor descriptor, SourceLocation location, SourceLocation related, params ReadOnlySpan<object?> arguments) =>
        Add(new Diagnostic(descriptor, location, arguments.ToArray(), related == location || related == default ? null : related));

    public void AddAll(DiagnosticBag other)
    {
        foreach (var diagnostic in other._items) Add(diagnostic);
    }

    /// <summary>The diagnostics by file and place, so that the order modules were given in does not show.</summary>
    public IReadOnlyList<Diagnostic> ToSorted()
    {
        var sorted = _items.ToArray();
        Array.Sort(sorted, Compare);
        return sorted;
    }

    private static int Compare(Diagnostic a, Diagnostic b)
    {
        var order = string.CompareOrdinal(a.Location.File, b.Location.File);
        if (order == 0) order = a.Location.Line.CompareTo(b.Location.Line);
        if (order == 0) order = a.Location.Column.CompareTo(b.Location.Column);
        if (order == 0) order = string.CompareOrdinal(a.Id, b.Id);
        return order != 0 ? order : string.CompareOrdinal(a.Message, b.Message);
    }

    private void Add(Diagnostic diagnostic)
    {
        if (!_seen.Add((diagnostic.Id, diagnostic.Location, diagnostic.Message))) return;
        _items.Add(diagnostic);
        if (diagnostic.Severity != DiagnosticSeverity.Error) return;
        HasErrors = true;
        ErrorCount++;
    }
}
