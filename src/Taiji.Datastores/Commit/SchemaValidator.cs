using Taiji.Yang.Data;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Commit;

/// <summary>The schema's constraints, checked where a change can break them.</summary>
internal sealed class SchemaValidator : IChangeValidator
{
    private readonly DataValidator _validator;

    /// <summary>For a schema.</summary>
    /// <param name="schema">The schema.</param>
    public SchemaValidator(YangSchema schema) => _validator = new DataValidator(schema);

    /// <inheritdoc/>
    public DataTree CleanUp(DataTree before, DataTree after) => CleanUp(new DataDiff(before, after)).After;

    /// <inheritdoc/>
    public DataDiff CleanUp(DataDiff change)
    {
        var cleaned = _validator.Cleaner.CleanUp(change, out var errors);
        return errors.Count == 0 ? cleaned : throw new RpcErrorException(errors);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> Check(DataDiff diff, bool bySchemaAlone = false) => _validator.Validate(diff);

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckAll(DataTree config) => _validator.Validate(config);

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckParameters(DataTree parameters, DataTree datastore, DataPath? target) => _validator.ValidateOperation(
        parameters, datastore, target is not null && datastore.TryFind(target, out var parent) ? parent : null);
}
