using System.Reflection;
using System.Runtime.InteropServices;

namespace Taiji.Datastores.Journal;

/// <summary>Chooses the SQLite library once for the process: the system's when there, since it gets the system's security updates; else the bundled one.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Ready = new(Choose);

    /// <summary>Makes sure the choice is made.</summary>
    public static void Load() => _ = Ready.Value;

    // The provider loads the library at its first call, which the connection type makes: the resolver must stand before.
    private static bool Choose()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, Resolve);
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" && OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : 0;
}
