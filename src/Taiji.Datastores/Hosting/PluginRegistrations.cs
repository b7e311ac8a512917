using Taiji.Datastores.Commit;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;

namespace Taiji.Datastores.Hosting;

/// <summary>A state provider asked for by schema path.</summary>
internal sealed record StateProviderRegistration(string Path, Func<IServiceProvider, IStateProvider>? Make)
{
    /// <summary>Makes one that gives its state bit by bit; null for one that doesn't.</summary>
    public Func<IServiceProvider, IStateStream>? MakeStream { get; init; }
}

/// <summary>A path whose applied configuration is reported.</summary>
internal sealed record AppliedRegistration(string Path);

/// <summary>A handler asked for by schema path.</summary>
internal sealed record OperationHandlerRegistration(string Path, Func<IServiceProvider, IOperationHandler> Make);

/// <summary>A commit participant asked for by schema path.</summary>
internal sealed record ParticipantRegistration(string Path, Type Type, Func<IServiceProvider, ICommitParticipant> Make)
{
    /// <summary>Those with a lower one come first.</summary>
    public int Priority { get; init; }
}

/// <summary>A validator asked for by schema path.</summary>
internal sealed record ValidatorRegistration(string Path, Type Type, Func<IServiceProvider, IConfigurationValidator> Make);
