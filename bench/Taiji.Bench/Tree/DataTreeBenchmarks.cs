using BenchmarkDotNet.Attributes;
using Taiji.Yang.Data;

namespace Taiji.Bench.Tree;

/// <summary>Look-up, edit and diff of one entry among N.</summary>
[MemoryDiagnoser]
public class DataTreeBenchmarks
{
    private DataTree _tree = null!;
    private DataTree _edited = null!;
    private DataPath _path = null!;

    /// <summary>How many entries.</summary>
    [Params(1_000, 100_000, 1_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Load()
    {
        var fixture = new EntryListFixture(Entries);
        _tree = fixture.Load();
        _path = fixture.Leaf(Entries / 3);
        _edited = EditOne();
    }

    [Benchmark]
    public bool LookUp() => _tree.TryFind(_path, out _);

    [Benchmark]
    public DataTree EditOne()
    {
        var editor = _tree.Edit();
        editor.SetValue(_path, "changed"u8);
        return editor.Snapshot();
    }

    [Benchmark]
    public int DiffOne() => new DataDiff(_tree, _edited).Changes.Count();
}
