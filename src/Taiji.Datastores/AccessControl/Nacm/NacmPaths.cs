using Taiji.Yang.Data;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>Paths that a reader may be told.</summary>
internal static class NacmPaths
{
    /// <summary>The path itself when it may be read, or the nearest node above it that may; the root's when there is none.</summary>
    /// <param name="view">The reader's.</param>
    /// <param name="path">The path.</param>
    public static DataPath Readable(NacmReadView view, DataPath path)
    {
        while (!path.IsRoot && !view.IsReadable(path)) path = path.Parent;
        return path;
    }
}
