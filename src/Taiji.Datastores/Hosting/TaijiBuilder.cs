using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Events;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Upgrades;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Hosting;

/// <summary>Adds modules and plug-ins to a host. Paths are schema paths of data nodes, rpcs and actions: <c>/ietf-interfaces:interfaces/interface/statistics</c>.</summary>
public sealed class TaijiBuilder
{
    internal TaijiBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Sets options.</summary>
    /// <param name="configure">Sets them.</param>
    public TaijiBuilder Configure(Action<TaijiOptions> configure)
    {
        Services.AddSingleton(new OptionsStep(configure));
        return this;
    }

    /// <summary>Adds a directory in which modules are looked for, subfolders included.</summary>
    /// <param name="directory">The directory.</param>
    public TaijiBuilder AddModules(string directory) => Configure(o => o.YangDirectories.Add(directory));

    /// <summary>Implements a module.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="revision">The revision, or null for the newest found.</param>
    /// <param name="features">The features to support; null for all.</param>
    public TaijiBuilder AddModule(string name, string? revision = null, IReadOnlyList<string>? features = null) =>
        Configure(o => o.Modules.Add(new ModuleSelection(name, revision, features)));

    /// <summary>Keeps the datastores in a directory; without it they live in memory.</summary>
    /// <param name="directory">The directory, made when missing.</param>
    public TaijiBuilder UseDataDirectory(string directory) => Configure(o => o.DataDirectory = directory);

    /// <summary>Adds a step that brings data of a module's older revision to a newer one, when the host starts with the newer one on a data directory of the older.</summary>
    /// <param name="module">The module.</param>
    /// <param name="fromRevision">The revision that the data is of; null when the module was not implemented.</param>
    /// <param name="toRevision">The revision that it becomes data of; null when the module is no longer implemented.</param>
    /// <param name="step">Changes the content; asked for running, and for startup when that is another. An exception stops the start.</param>
    public TaijiBuilder AddMigration(string module, string? fromRevision, string? toRevision, Action<MigrationDocument> step) =>
        Configure(o => o.Migrations.Add(new Migration(module, fromRevision, toRevision, step)));

    /// <summary>Adds a state provider.</summary>
    /// <typeparam name="T">Made once by the host.</typeparam>
    /// <param name="path">The node at and below which it gives state.</param>
    public TaijiBuilder AddStateProvider<T>(string path)
        where T : class, IStateProvider
    {
        Services.AddSingleton<T>();
        Services.AddSingleton(new StateProviderRegistration(path, s => s.GetRequiredService<T>()));
        return this;
    }

    /// <summary>Adds a provider that gives its state bit by bit.</summary>
    /// <typeparam name="T">Made once by the host.</typeparam>
    /// <param name="path">The node at and below which it gives state.</param>
    public TaijiBuilder AddStateStream<T>(string path)
        where T : class, IStateStream
    {
        Services.AddSingleton<T>();
        Services.AddSingleton(new StateProviderRegistration(path, null) { MakeStream = s => s.GetRequiredService<T>() });
        return this;
    }

    /// <summary>
    /// Lets code report what of the configuration at and below a path is applied: operational shows there what was reported to <see cref="AppliedConfiguration"/>, nothing before
    /// the first report.
    /// </summary>
    /// <param name="path">The configuration node.</param>
    public TaijiBuilder TrackAppliedConfiguration(string path)
    {
        Services.AddSingleton(new AppliedRegistration(path));
        return this;
    }

    /// <summary>Adds the handler of an rpc or action.</summary>
    /// <typeparam name="T">Made once by the host.</typeparam>
    /// <param name="path">The rpc (<c>acme-system:reboot</c>) or action.</param>
    public TaijiBuilder AddOperationHandler<T>(string path)
        where T : class, IOperationHandler
    {
        Services.AddSingleton<T>();
        Services.AddSingleton(new OperationHandlerRegistration(path, s => s.GetRequiredService<T>()));
        return this;
    }

    /// <summary>Adds the handler of an rpc or action as a function.</summary>
    /// <param name="path">The rpc or action.</param>
    /// <param name="handler">Does it and returns the output, or null for none.</param>
    public TaijiBuilder AddOperationHandler(string path, Func<OperationInvocation, CancellationToken, ValueTask<DataTree?>> handler)
    {
        Services.AddSingleton(new OperationHandlerRegistration(path, _ => new DelegateOperationHandler(handler)));
        return this;
    }

    /// <summary>Adds a commit participant.</summary>
    /// <typeparam name="T">Made once by the host.</typeparam>
    /// <param name="path">The node at and below which changes concern it.</param>
    /// <param name="priority">Those with a lower one prepare and commit earlier (and abort later); among equals, those added earlier.</param>
    public TaijiBuilder AddCommitParticipant<T>(string path, int priority = 0)
        where T : class, ICommitParticipant
    {
        Services.AddSingleton<T>();
        Services.AddSingleton(new ParticipantRegistration(path, typeof(T), s => s.GetRequiredService<T>()) { Priority = priority });
        return this;
    }

    /// <summary>Adds a validator: errors and warnings about what the modules can't say.</summary>
    /// <typeparam name="T">Made once by the host.</typeparam>
    /// <param name="path">The node at and below which changes concern it.</param>
    public TaijiBuilder AddValidator<T>(string path)
        where T : class, IConfigurationValidator
    {
        Services.AddSingleton<T>();
        Services.AddSingleton(new ValidatorRegistration(path, typeof(T), s => s.GetRequiredService<T>()));
        return this;
    }

    /// <summary>Declares a stream of notifications, and what is kept of it for replay; the default one, <c>NETCONF</c>, may be given other bounds.</summary>
    /// <param name="stream">The stream.</param>
    public TaijiBuilder AddNotificationStream(EventStream stream) => Configure(o => o.Streams.Add(stream));

    /// <summary>Adds an authenticator, which is asked before those that are there already (the server's own are asked last).</summary>
    /// <typeparam name="T">Made once by the host.</typeparam>
    public TaijiBuilder AddAuthenticator<T>()
        where T : class, IAuthenticator
    {
        Services.AddSingleton<T>();
        return AddAuthenticator(s => s.GetRequiredService<T>());
    }

    /// <summary>As the other one.</summary>
    /// <param name="make">Makes it, once.</param>
    /// <param name="isLast">Whether it is asked after those that are there already.</param>
    public TaijiBuilder AddAuthenticator(Func<IServiceProvider, IAuthenticator> make, bool isLast = false)
    {
        if (isLast) Services.AddSingleton(make);
        else Services.Insert(0, ServiceDescriptor.Singleton(make));
        return this;
    }

    /// <summary>Adds a plug-in that is told when the host starts, is ready and ends.</summary>
    /// <typeparam name="T">Made once by the host.</typeparam>
    public TaijiBuilder AddLifecyclePlugin<T>()
        where T : class, ILifecyclePlugin
    {
        Services.AddSingleton<T>();
        Services.AddSingleton<ILifecyclePlugin>(s => s.GetRequiredService<T>());
        return this;
    }

    /// <summary>Adds a source of notifications.</summary>
    /// <typeparam name="T">Made once by the host; runs while the host does.</typeparam>
    public TaijiBuilder AddNotificationSource<T>()
        where T : class, INotificationSource
    {
        Services.AddSingleton<T>();
        Services.AddSingleton<INotificationSource>(s => s.GetRequiredService<T>());
        return this;
    }
}

/// <summary>One step of configuring <see cref="TaijiOptions"/>.</summary>
internal sealed record OptionsStep(Action<TaijiOptions> Configure);
