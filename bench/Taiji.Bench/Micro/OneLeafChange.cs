using System.Buffers;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Micro;

/// <summary>What one leaf's change costs inside the process, at growing numbers of entries: editing, comparing, encoding the difference.</summary>
[InProcess]
[MemoryDiagnoser]
[ShortRunJob]
public class OneLeafChange
{
    private DataTree _tree = null!;
    private DataTree _changed = null!;
    private DataPath _leaf = null!;
    private byte[] _value = [];
    private int _turn;

    /// <summary>Entries in the list.</summary>
    [Params(1_000, 100_000, 1_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Load()
    {
        var schema = SchemaCompiler.FromTexts("module m { namespace urn:m; prefix m; container x { list y { key a; leaf a { type int32; } leaf b { type string; } } } }").GetSchemaOrThrow();
        var json = new StringBuilder("{\"m:x\":{\"y\":[");
        for (var i = 0; i < Entries; i++) json.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{{\"a\":{i},\"b\":\"value-{i}\"}}");
        _tree = new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(json.Append("]}}").ToString())));
        _leaf = new DataPath(schema).Child("m:x").Entry("y", $"{Entries / 2}").Child("b");
        _changed = Edit();
    }

    [Benchmark]
    public DataTree Edit()
    {
        _value = Encoding.ASCII.GetBytes($"changed-{_turn++}");
        var editor = _tree.Edit();
        editor.SetValue(_leaf, _value);
        return editor.Seal();
    }

    [Benchmark]
    public int Compare() => new DataDiff(_tree, _changed).Changes.Count();

    [Benchmark]
    public bool LookUp() => _tree.TryFind(_leaf, out _);
}
