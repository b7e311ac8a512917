using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Taiji.Yang.Data;

namespace Taiji.Bench.Tree;

/// <summary>The tree's own figures at growing sizes: memory, load, look-up, edit, diff. Edits and diffs must not grow with the size.</summary>
internal static class DataTreeFigures
{
    public static void Print(TextWriter output, params ReadOnlySpan<int> sizes)
    {
        // Compiled code first: the smallest size would pay for it else.
        for (var i = 0; i < 4; i++) Print(TextWriter.Null, new EntryListFixture(1_000));
        output.WriteLine("entries    B/entry  load M/s  look-up ns  edit us  edits in one us  diff us  B kept/edit");
        foreach (var size in sizes.Length == 0 ? [1_000, 100_000, 1_000_000] : sizes) Print(output, new EntryListFixture(size));
    }

    private static void Print(TextWriter output, EntryListFixture fixture)
    {
        fixture.Load();
        var before = GC.GetTotalMemory(true);
        var started = Stopwatch.GetTimestamp();
        var tree = fixture.Load();
        var load = fixture.Entries / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e6;
        var bytes = (GC.GetTotalMemory(true) - before) / (double)fixture.Entries;

        var random = new Random(1);
        var paths = new DataPath[20_000];
        for (var i = 0; i < paths.Length; i++) paths[i] = fixture.Leaf(random.Next(fixture.Entries));
        var found = 0;
        var lookUp = Best(paths.Length, i => found += tree.TryFind(paths[i], out var node) ? node.Value.Length : 0);

        var snapshots = new DataTree[2_000];
        var edit = Best(snapshots.Length, i => snapshots[i] = Edited(tree, paths[i], i));
        var diffs = 0;
        var diff = Best(snapshots.Length, i =>
        {
            foreach (var _ in new DataDiff(tree, snapshots[i]).Changes) diffs++;
        });
        var kept = Kept(tree, paths);

        var editor = tree.Edit();
        var many = Best(paths.Length, i => editor.SetValue(paths[i], "changed in place"u8));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{fixture.Entries,9}  {bytes,7:F1}  {load,8:F1}  {lookUp * 1e3,10:F0}  {edit,7:F2}  {many,15:F2}  {diff,7:F2}  {kept,11:F0}   ({found % 7}{diffs % 7})"));
        GC.KeepAlive(tree);
    }

    private static DataTree Edited(DataTree tree, DataPath path, int i)
    {
        var editor = tree.Edit();
        editor.SetValue(path, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref i, 1)));
        return editor.Seal();
    }

    /// <summary>What each of many snapshots, one scattered edit apart, keeps alive.</summary>
    private static double Kept(DataTree tree, DataPath[] paths)
    {
        var chain = new DataTree[2_001];
        chain[0] = tree;
        var before = GC.GetTotalMemory(true);
        for (var i = 1; i < chain.Length; i++) chain[i] = Edited(chain[i - 1], paths[i], i);
        var kept = GC.GetTotalMemory(true) - before;
        GC.KeepAlive(chain);
        return kept / (double)(chain.Length - 1);
    }

    /// <summary>Microseconds of an operation: the best of several rounds.</summary>
    private static double Best(int count, Action<int> operation)
    {
        var best = double.MaxValue;
        for (var round = 0; round < 7; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++) operation(i);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds / count);
        }

        return best;
    }
}
