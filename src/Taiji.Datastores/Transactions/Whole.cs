using Taiji.Yang.Data;

namespace Taiji.Datastores.Transactions;

/// <summary>Edits of whole datastores.</summary>
internal static class Whole
{
    /// <summary>Makes a configuration all there is.</summary>
    /// <param name="config">The configuration.</param>
    public static Edit Replace(DataTree config) => new(EditOperation.Replace, new DataPath(config.Schema), config);
}
