using Taiji.Datastores.Commit;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Hosting;

// Plug-ins may themselves depend on Operations, which is made after them: each is resolved at its first call.

internal sealed class LazyStateProvider(IServiceProvider services, Func<IServiceProvider, IStateProvider> make) : IStateProvider
{
    private readonly Lazy<IStateProvider> _provider = new(() => make(services));

    public string Name => _provider.Value.Name;

    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken) =>
        _provider.Value.ProvideAsync(context, state, cancellationToken);
}

internal sealed class LazyStateStream(IServiceProvider services, Func<IServiceProvider, IStateStream> make) : IStateStream
{
    private readonly Lazy<IStateStream> _stream = new(() => make(services));

    public string Name => _stream.Value.Name;

    public bool IsInKeyOrder => _stream.Value.IsInKeyOrder;

    public IAsyncEnumerable<DataTree> ProvideAsync(StateContext context, CancellationToken cancellationToken) => _stream.Value.ProvideAsync(context, cancellationToken);
}

internal sealed class LazyOperationHandler(IServiceProvider services, Func<IServiceProvider, IOperationHandler> make) : IOperationHandler
{
    private readonly Lazy<IOperationHandler> _handler = new(() => make(services));

    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken) =>
        _handler.Value.InvokeAsync(invocation, cancellationToken);
}

internal sealed class LazyParticipant(Type type, IServiceProvider services, Func<IServiceProvider, ICommitParticipant> make) : ICommitParticipant, INamedPlugin
{
    private readonly Lazy<ICommitParticipant> _participant = new(() => make(services));

    public string Name => type.Name;

    public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken) => _participant.Value.PrepareAsync(change, cancellationToken);

    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken) => _participant.Value.CommitAsync(change, cancellationToken);

    public ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken) => _participant.Value.AbortAsync(change, cancellationToken);
}

internal sealed class LazyValidator(Type type, IServiceProvider services, Func<IServiceProvider, IConfigurationValidator> make) : IConfigurationValidator, INamedPlugin
{
    private readonly Lazy<IConfigurationValidator> _validator = new(() => make(services));

    public string Name => type.Name;

    public void Validate(DataDiff change, ValidationFindings findings) => _validator.Value.Validate(change, findings);
}

internal sealed class DelegateOperationHandler(Func<OperationInvocation, CancellationToken, ValueTask<DataTree?>> invoke) : IOperationHandler
{
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken) => invoke(invocation, cancellationToken);
}
