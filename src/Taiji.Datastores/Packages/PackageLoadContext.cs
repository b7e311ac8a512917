using System.Reflection;
using System.Runtime.Loader;

namespace Taiji.Datastores.Packages;

/// <summary>
/// A package's own load context: its libraries are found in its folder (by its <c>.deps.json</c>), in its own versions. What the host and the package talk about is the host's:
/// Taiji itself, and the abstractions of dependency injection, logging and hosting.
/// </summary>
/// <param name="name">The package's name.</param>
/// <param name="assembly">The path of its assembly.</param>
internal sealed class PackageLoadContext(string name, string assembly) : AssemblyLoadContext(name)
{
    private readonly AssemblyDependencyResolver _resolver = new(assembly);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName.Name!)) return null;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;

    private static bool IsShared(string name) =>
        name.StartsWith("Taiji.", StringComparison.Ordinal) || (name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal));
}
