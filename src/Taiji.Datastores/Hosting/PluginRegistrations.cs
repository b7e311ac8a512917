using Taiji.Datastores.Commit;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;

namespace Taiji.Datastores.Hosting;

/// <summary>A state provider asked for by schema path.</summary>
internal sealed record StateProviderRegistration(string Path, Func<IServiceProvider, IStateProvider> Make);

/// <summary>A handler asked for by schema path.</summary>
internal sealed record OperationHandlerRegistration(string Path, Func<IServiceProvider, IOperationHandler> Make);

/// <summary>A commit participant asked for by schema path.</summary>
internal sealed record ParticipantRegistration(string Path, Type Type, Func<IServiceProvider, ICommitParticipant> Make)
{
    /// <summary>Those with a lower one come first.</summary>
    public int Priority { get; init; }
}
