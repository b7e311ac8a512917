using Taiji.Datastores.Hosting;
using Taiji.Yang.Syntax;

namespace Taiji.Datastores.Packages;

/// <summary>The modules in a package's folder.</summary>
internal static class PackageModules
{
    /// <summary>All of them, with all of their features. A text that can't be read is nobody's module: whoever needs it says what is wrong with it.</summary>
    /// <param name="directory">The folder; one that isn't there holds none.</param>
    public static IEnumerable<ModuleSelection> In(string directory)
    {
        if (!Directory.Exists(directory)) return [];
        var files = Directory.EnumerateFiles(directory, "*.yang", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(directory, "*.yin", SearchOption.AllDirectories));
        return files.Order(StringComparer.Ordinal).Where(f => !IsSubmodule(f)).Select(f => new ModuleSelection(Path.GetFileNameWithoutExtension(f).Split('@')[0])).Distinct();
    }

    private static bool IsSubmodule(string file) => StatementReader.Read(file, File.ReadAllBytes(file)).Root is { Keyword: "submodule" };
}
