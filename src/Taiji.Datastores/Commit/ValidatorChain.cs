using Microsoft.Extensions.Logging;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Commit;

/// <summary>The schema's constraints, and after them the host's validators.</summary>
/// <param name="schema">The schema's.</param>
/// <param name="validators">The host's, by the schema node at and below which changes concern them.</param>
/// <param name="logger">Hears of failures.</param>
internal sealed partial class ValidatorChain(IChangeValidator schema, IReadOnlyList<(SchemaNode Node, IConfigurationValidator Validator)> validators, ILogger logger) : IChangeValidator
{
    /// <inheritdoc/>
    public DataTree CleanUp(DataTree before, DataTree after) => schema.CleanUp(before, after);

    /// <inheritdoc/>
    public DataDiff CleanUp(DataDiff change) => schema.CleanUp(change);

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> Check(DataDiff diff, bool bySchemaAlone = false) => bySchemaAlone ? schema.Check(diff) : With(schema.Check(diff), diff);

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckAll(DataTree config) => With(schema.CheckAll(config), new DataDiff(DataTree.Empty(config.Schema), config));

    /// <inheritdoc/>
    public IReadOnlyList<RpcError> CheckParameters(DataTree parameters, DataTree datastore, DataPath? target) => schema.CheckParameters(parameters, datastore, target);

    // What they are shown is valid but for what they say.
    private IReadOnlyList<RpcError> With(IReadOnlyList<RpcError> errors, DataDiff diff)
    {
        if (validators.Count == 0 || errors.Any(e => e.Severity == ErrorSeverity.Error)) return errors;
        var findings = new ValidationFindings();
        findings.Add(errors);
        foreach (var validator in SchemaWay.Touched(diff, validators)) Ask(validator, diff, findings);
        return findings.All;
    }

    private void Ask(IConfigurationValidator validator, DataDiff diff, ValidationFindings findings)
    {
        try
        {
            validator.Validate(diff, findings);
        }
        catch (RpcErrorException e)
        {
            findings.Add(e.Errors);
        }
#pragma warning disable CA1031 // A user's code may throw anything; what it was to look at isn't let pass.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var name = INamedPlugin.NameOf(validator);
            LogFailed(name, e);
            findings.Add(Errors.Failed($"Validator {name} failed; nothing was changed.").Errors);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Validator {Validator} failed")]
    private partial void LogFailed(string validator, Exception exception);
}
