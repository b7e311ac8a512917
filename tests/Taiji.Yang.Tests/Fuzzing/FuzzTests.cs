using System.Diagnostics;
using System.Globalization;

namespace Taiji.Yang.Tests.Fuzzing;

/// <summary>
/// Damaged input gives errors, never an exception, and costs what its size costs. Less than a second for each target; for a long run set TAIJI_FUZZ_SECONDS (for each target), and
/// TAIJI_FUZZ_SEED to begin where a failure was. In a long run the text under test is kept in a file, for the case that the process dies.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long AllocatedAtMost = 100_000_000;
    private const long AllocatedPerCharacter = 60_000;

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Damaged_input_gives_errors_and_nothing_else(string name) => SmallStack.Run(() =>
    {
        var target = FuzzTarget.All[name];
        var mutator = new Mutator([.. target.Seeds()]);
        var isLong = Environment.GetEnvironmentVariable("TAIJI_FUZZ_SECONDS") is { Length: > 0 };
        var time = TimeSpan.FromSeconds(Number("TAIJI_FUZZ_SECONDS") ?? 0.6);
        var first = Number("TAIJI_FUZZ_SEED") ?? (isLong ? Environment.TickCount : 20_250_101);
        var clock = Stopwatch.StartNew();
        var count = 0;
        for (; clock.Elapsed < time || count < 20; count++)
        {
            var text = mutator.Mutate(new Random(first + count));
            if (isLong) File.WriteAllText(Path.Combine(Path.GetTempPath(), $"taiji-fuzz-{name}.txt"), text);
            Try(target, text, first + count, isLong);
        }

        output.WriteLine($"{name}: {count:N0} texts from seed {first}");
    });

    private static void Try(FuzzTarget target, string text, int seed, bool isTimed)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        try
        {
            target.Run(text);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}: {e.GetType().Name} for\n{text}", e);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        allocated.ShouldBeLessThan(AllocatedAtMost + AllocatedPerCharacter * text.Length, $"seed {seed}\n{text}");
        if (isTimed) clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), $"seed {seed}\n{text}");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
