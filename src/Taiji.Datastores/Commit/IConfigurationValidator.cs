using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <summary>
/// Checks of a change what its modules can't say, at and below a schema path: errors refuse it, warnings are told to whoever asked for the validation. It is asked with every validation and
/// every commit of a client, and always of a configuration that the modules find valid; not of what the server takes back by itself (RFC 6241 §8.4.1), nor at a start. Nothing else is decided
/// meanwhile: it looks at the two trees, and neither waits nor calls the datastores. What takes longer, or reserves something, is for an <see cref="ICommitParticipant"/>.
/// </summary>
public interface IConfigurationValidator
{
    /// <summary>Looks at a change.</summary>
    /// <param name="change">From running to what it is to be; from nothing when a whole configuration is validated.</param>
    /// <param name="findings">Takes what is found.</param>
    void Validate(DataDiff change, ValidationFindings findings);
}

/// <summary>What an <see cref="IConfigurationValidator"/> finds.</summary>
public sealed class ValidationFindings
{
    private readonly List<RpcError> _all = [];

    /// <summary>All of it, in order.</summary>
    public IReadOnlyList<RpcError> All => _all;

    /// <summary>Something that the user should know, and may want all the same.</summary>
    /// <param name="message">What, for people.</param>
    /// <param name="nodes">The nodes it is about; none for the whole.</param>
    public void Warn(string message, params IReadOnlyList<DataPath> nodes) => Add(ErrorSeverity.Warning, message, nodes);

    /// <summary>Something that can't be: the change is refused, with everything that is found.</summary>
    /// <param name="message">What, for people.</param>
    /// <param name="nodes">The nodes it is about; none for the whole.</param>
    public void Refuse(string message, params IReadOnlyList<DataPath> nodes) => Add(ErrorSeverity.Error, message, nodes);

    internal void Add(IEnumerable<RpcError> errors) => _all.AddRange(errors);

    private void Add(ErrorSeverity severity, string message, IReadOnlyList<DataPath> nodes)
    {
        // One for each node: an rpc-error has one path (RFC 6241 §4.3).
        foreach (var path in nodes.Select(string? (n) => n.ToString()).DefaultIfEmpty())
            _all.Add(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Severity = severity, Path = path, Message = message });
    }
}
