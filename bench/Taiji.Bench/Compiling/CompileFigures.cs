using System.Globalization;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Compiling;

/// <summary>
/// Published module sets, all implemented in one schema: <c>taiji yang check</c> beside <c>yanglint</c> as whole processes, then compiling again inside this process.
/// </summary>
internal static class CompileFigures
{
    private const int Runs = 7;

    /// <summary>Measures and prints.</summary>
    public static void Print()
    {
        if (!ModuleCorpus.IsAvailable)
        {
            Console.WriteLine("compile: the module corpora are not beside the project; nothing measured");
            return;
        }

        ModuleCorpus[] corpora = [ModuleCorpus.Ietf(), ModuleCorpus.OpenConfig()];
        foreach (var corpus in corpora) PrintProcesses(corpus);
        foreach (var corpus in corpora) PrintRecompile(corpus);
    }

    private static void PrintProcesses(ModuleCorpus corpus)
    {
        string[] paths = [.. corpus.Directories.SelectMany(d => new[] { "-p", d })];
        var taiji = ProcessCost.Median(Runs, [Path.Combine(ProjectRoot.Directory, "taiji"), "yang", "check", .. paths, .. corpus.Modules]);
        // -i -i: all modules implemented, as in one schema here. All features are on in both.
        var yanglint = ProcessCost.Median(Runs, ["yanglint", "-i", "-i", .. paths, .. corpus.Modules]);
        Print($"{corpus.Name} ({corpus.Modules.Count} modules), whole process, median of {Runs}");
        Print($"  taiji yang check  {taiji.Cpu.TotalSeconds:F2} s CPU, peak {taiji.PeakMemory / 1e6:F1} MB");
        Print($"  yanglint          {yanglint.Cpu.TotalSeconds:F2} s CPU, peak {yanglint.PeakMemory / 1e6:F1} MB");
        Print($"  ratio             {taiji.Cpu / yanglint.Cpu:F2} of the CPU time, {(double)taiji.PeakMemory / yanglint.PeakMemory:F2} of the peak memory");
    }

    private static void PrintRecompile(ModuleCorpus corpus)
    {
        var times = new List<double>();
        long allocated = 0;
        for (var i = 0; i < 30; i++)
        {
            GC.Collect();
            allocated = GC.GetAllocatedBytesForCurrentThread();
            var before = Environment.CpuUsage.TotalTime;
            Compile(corpus);
            times.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        var warm = times.TakeLast(10).Order().ToList();
        Print($"{corpus.Name}, inside one process: {times[0]:F0} ms CPU, again {warm[warm.Count / 2]:F0} ms (best {warm[0]:F0}), {allocated / 1e6:F1} MB allocated");
    }

    private static YangSchema Compile(ModuleCorpus corpus)
    {
        var compiler = new SchemaCompiler(corpus.Directories);
        foreach (var file in corpus.Modules) compiler.Implement(file);
        return compiler.Compile().GetSchemaOrThrow();
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
