using Taiji.Datastores.Hosting;

namespace Taiji.Server.Comparing;

/// <summary>Adds the comparison of datastores (RFC 9144) to a host.</summary>
public static class ComparingExtensions
{
    /// <summary>Implements ietf-nmda-compare and its operation.</summary>
    /// <param name="taiji">The host.</param>
    public static TaijiBuilder AddDatastoreComparison(this TaijiBuilder taiji)
    {
        ArgumentNullException.ThrowIfNull(taiji);
        return taiji.AddModule("ietf-nmda-compare").AddOperationHandler<DatastoreComparison>("ietf-nmda-compare:compare");
    }
}
