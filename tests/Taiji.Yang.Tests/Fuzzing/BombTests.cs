using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Fuzzing;

public sealed class BombTests
{
    public static TheoryData<string> Names => [.. Bombs.All.Select(b => b.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bomb_is_diagnosed_or_costs_what_its_size_costs(string name)
    {
        var (_, size, make, ids) = Bombs.All.Single(b => b.Name == name);
        var (single, found) = Compile(Bombs.Module(make(size)));
        var (twice, _) = Compile(Bombs.Module(make(2 * size)));
        string.Join(' ', found).ShouldBe(ids);
        twice.ShouldBeLessThan(3 * single + 4_000_000, $"{single:N0} bytes for {size}");
    }

    private static (long Allocated, IEnumerable<string> Ids) Compile(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = SchemaCompiler.FromTexts(text);
        return (GC.GetAllocatedBytesForCurrentThread() - before, result.Diagnostics.Select(d => d.Id).Distinct());
    }
}
