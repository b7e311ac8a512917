using System.Diagnostics;
using System.Globalization;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Tree;

/// <summary>Details of the tree that a cleverer form could save something of: far fields of wide records, many edits in one transaction, insertion at one place again and again.</summary>
internal static class TreeDetailFigures
{
    public static void Print(TextWriter output)
    {
        WideRecords(output);
        LargeTransaction(output, 1_000_000, 16_000);
        OnePlace(output, 100_000, 20_000);
    }

    private static void WideRecords(TextWriter output)
    {
        var leaves = string.Concat(Enumerable.Range(0, 64).Select(i => $"leaf l{i} {{ type string; }}"));
        var schema = SchemaCompiler.FromTexts($"module w {{ namespace 'urn:w'; prefix w; list y {{ key k; leaf k {{ type string; }} {leaves} }} }}").GetSchemaOrThrow();
        var list = (ListNode)schema.Root.DataChildren[0];
        var builder = new DataTreeBuilder(schema);
        for (var i = 0; i < 10_000; i++)
        {
            builder.OpenEntry(list);
            foreach (var leaf in list.DataChildren) builder.AddLeaf((LeafNode)leaf, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i:D6}")));
            builder.Close();
        }

        var tree = builder.Seal();
        var entries = tree.Root.Entries(list);
        foreach (var which in (int[])[1, 16, 64])
        {
            var leaf = (LeafNode)list.DataChildren[which];
            var time = Time(5, () =>
            {
                foreach (var entry in entries)
                {
                    for (var n = 0; n < 10; n++) entry.TryGetChild(leaf, out _);
                }
            });
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"leaf {which} of 64 in a record, found by name: {time * 1e9 / 100_000:F0} ns"));
        }
    }

    private static void LargeTransaction(TextWriter output, int entries, int edits)
    {
        var fixture = new EntryListFixture(entries);
        var tree = fixture.Load();
        var random = new Random(1);
        var paths = Enumerable.Range(0, edits).Select(_ => fixture.Leaf(random.Next(entries))).ToArray();
        var near = Enumerable.Range(0, edits).Select(i => fixture.Leaf(i)).ToArray();
        Report("scattered", paths);
        Report("side by side", near);

        void Report(string name, DataPath[] at)
        {
            var time = Time(5, () =>
            {
                var editor = tree.Edit();
                foreach (var path in at) editor.SetValue(path, "changed-value"u8);
                editor.Seal();
            });
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{edits:N0} edits {name} in one transaction at {entries:N0}: {time * 1e6 / edits:F2} us each"));
        }
    }

    private static void OnePlace(TextWriter output, int entries, int inserts)
    {
        var schema = SchemaCompiler.FromTexts("module o { namespace 'urn:o'; prefix o; leaf-list y { type int32; ordered-by user; } }").GetSchemaOrThrow();
        var list = (LeafListNode)schema.Root.DataChildren[0];
        var builder = new DataTreeBuilder(schema);
        for (var i = 0; i < entries; i++) builder.AddLeafListEntry(list, Key(i));
        var tree = builder.Seal();
        var anchor = Key(entries / 2);
        var time = Time(3, () =>
        {
            var editor = tree.Edit();
            for (var i = 0; i < inserts; i++) editor.Create(new DataPath(schema).Append(list, Key(entries + i)), new InsertPosition(InsertPlace.Before, anchor));
            editor.Seal();
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inserts:N0} insertions at one place of {entries:N0}, in one transaction: {time * 1e6 / inserts:F2} us each"));
    }

    private static byte[] Key(int value) => [(byte)((value >> 24) ^ 0x80), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    /// <summary>The best of some runs after one to warm up, in seconds of this process's CPU time.</summary>
    private static double Time(int runs, Action run)
    {
        run();
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            run();
            best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }

        return best;
    }
}
