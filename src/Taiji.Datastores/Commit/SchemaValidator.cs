using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Commit;

/// <summary>The schema's constraints.</summary>
internal sealed class SchemaValidator : IChangeValidator
{
    /// <summary>For a schema.</summary>
    /// <param name="schema">The schema.</param>
    public SchemaValidator(YangSchema schema) => Schema = schema;

    /// <summary>The schema.</summary>
    public YangSchema Schema { get; }

    /// <inheritdoc/>
    public DataTree CleanUp(DataTree before, DataTree after) => after;

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> Check(DataDiff diff) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckAll(DataTree config) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckParameters(DataTree parameters, DataTree datastore, DataPath? target) => [];
}
