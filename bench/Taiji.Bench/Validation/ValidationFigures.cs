using System.Diagnostics;
using System.Globalization;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Validation;

namespace Taiji.Bench.Validation;

/// <summary>What validation costs: of one change beside growing numbers of constraints, and of everything. All in CPU time.</summary>
internal static class ValidationFigures
{
    private const string Reference = "leaf next { type leafref { path '../../y/a'; } }";
    private const string Keyed = "leaf peer { type int32; must '../../y[a = current()]/b'; }";
    private const string Counted = "must 'count(../y[b = current()/b]) = 1';";

    /// <summary>Measures and prints.</summary>
    /// <param name="output">Receives the tables.</param>
    /// <param name="sizes">Numbers of entries.</param>
    public static void Print(TextWriter output, IReadOnlyList<int> sizes)
    {
        output.WriteLine("| one leaf changed and validated, N entries | cleaned and checked, CPU | allocated | first, with its indexes built |");
        output.WriteLine("|---|---|---|---|");
        foreach (var size in sizes) Change(output, size);
        output.WriteLine();
        output.WriteLine("| validating everything | CPU |");
        output.WriteLine("|---|---|");
        Whole(output, "100,000 leafrefs and 100,000 musts by key", Reference + Keyed, 100_000, with: "np");
        Whole(output, "100,000 × count(../y[b = current()/b]) = 1", Counted, 100_000, with: "");
        foreach (var size in new[] { 100_000, 1_000_000 }) Whole(output, $"leafref to another entry's key, {size:N0}", Reference, size, with: "n");
        foreach (var size in new[] { 1_000, 8_000 }) Whole(output, $"must by key, {size:N0}", Keyed, size, with: "p");
        foreach (var size in new[] { 1_000, 8_000 }) Whole(output, $"count(../y[b = current()/b]) = 1, {size:N0}", Counted, size, with: "");
    }

    private static void Whole(TextWriter output, string name, string constraints, int count, string with)
    {
        var entries = new ConstrainedEntries(constraints, with);
        var tree = entries.Load(count);
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var validator = new DataValidator(entries.Schema);
            GC.Collect();
            var before = Cpu();
            if (validator.Validate(tree).Count > 0) throw new InvalidOperationException("not valid");
            times.Add((Cpu() - before).TotalMilliseconds);
        }

        times.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[times.Count / 2]:N0} ms |"));
    }

    private static void Change(TextWriter output, int count)
    {
        // A tenth of the entries at least carries each of the constraints; the unique is on all.
        var entries = new ConstrainedEntries(Reference + Keyed + "unique 'b';", "np", every: Math.Max(1, count / 100_000));
        var tree = entries.Load(count);
        var validator = new DataValidator(entries.Schema);
        var before = Cpu();
        tree = Step(0);
        var first = Cpu() - before;
        for (var i = 1; i < 20_000; i++) tree = Step(i);
        var medians = new List<double>();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 9; round++)
        {
            before = Cpu();
            for (var i = 0; i < 2_000; i++) tree = Step((round * 2_000) + i);
            medians.Add((Cpu() - before).TotalMicroseconds / 2_000);
        }

        medians.Sort();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / 18_000;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count:N0} | {medians[4]:F1} µs | {bytes:N0} B | {first.TotalMilliseconds:F0} ms |"));

        DataTree Step(int i)
        {
            var editor = tree.Edit();
            editor.SetValue(entries.B((int)((long)i * 7919 % count)), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"new-{i}-{Stopwatch.GetTimestamp()}")));
            var changed = validator.Cleaner.CleanUp(tree, editor.Seal(), out _);
            if (validator.Validate(new DataDiff(tree, changed)).Count > 0) throw new InvalidOperationException("not valid");
            return changed;
        }
    }

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
