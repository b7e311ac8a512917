using Taiji.Datastores.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Events;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Staging;
using Taiji.Datastores.Templates;
using Taiji.Datastores.Upgrades;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Hosting;

/// <summary>Adds Taiji to a host.</summary>
public static class TaijiServiceCollectionExtensions
{
    /// <summary>
    /// Adds the schema, the datastores and <see cref="Operations"/>. They are made when first asked for, at the latest when the host starts; what is wrong with modules,
    /// plug-ins or the start-up configuration is one <see cref="HostStartException"/> with every diagnostic.
    /// </summary>
    /// <param name="services">The host's services.</param>
    public static TaijiBuilder AddTaiji(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => MakeOptions(s));
        services.AddSingleton(s => s.GetRequiredService<TaijiOptions>().Datastores);
        services.AddSingleton(s => SchemaLoader.Load(s.GetRequiredService<TaijiOptions>()));
        services.AddSingleton(s => s.GetRequiredService<CompileResult>().Schema!);
        services.TryAddSingleton<IAccessControl, NacmAccessControl>();
        services.AddSingleton<TemplateTable>();
        services.AddSingleton<TaijiRuntime>();
        services.AddSingleton(s => s.GetRequiredService<TaijiRuntime>().Operations);
        services.AddSingleton(s => s.GetRequiredService<Operations>().Sessions);
        services.AddSingleton(s => s.GetRequiredService<Operations>().Applied);
        services.AddSingleton<INotificationPublisher>(s => s.GetRequiredService<TaijiRuntime>().Notifications);
        services.TryAddSingleton(MakeAuthentication);
        services.TryAddSingleton<IUserAuthenticator>(s => s.GetRequiredService<Authentication>());
        services.AddSingleton<IAuthenticator>(s => new CertificateAuthenticator(() => s.GetRequiredService<TaijiRuntime>().Running));
        services.AddSingleton<IAuthenticator>(s => new LocalUserAuthenticator(() => s.GetRequiredService<TaijiRuntime>().Running, s.GetRequiredService<TimeProvider>()));
        // The first: plug-ins that are told how far the host has come find the library as it is by then.
        services.AddHostedService<LibraryAnnouncer>();
        services.AddHostedService<LifecyclePluginRunner>();
        services.AddHostedService<NotificationSourceRunner>();
        services.TryAddSingleton<ModuleLocations>();
        services.TryAddSingleton<YangLibrary>();
        return new TaijiBuilder(services)
            .AddStateProvider<YangLibraryProvider>(YangLibraryProvider.Path)
            .AddStateProvider<ModulesStateProvider>(ModulesStateProvider.Path)
            .AddStateProvider<SessionsProvider>(SessionsProvider.Path)
            .AddStateProvider<LoginsProvider>(LoginsProvider.Path)
            .AddOperationHandler<TerminateSession>("taiji-sessions:terminate-session")
            .AddStateProvider<DenialProvider>(DenialProvider.Path)
            .AddStateProvider<RollbackProvider>(RollbackProvider.Path)
            .AddStateProvider<UpgradeProvider>(UpgradeProvider.Path)
            .AddStateProvider<StreamsProvider>(StreamsProvider.Path)
            .AddStateProvider<ProvidersProvider>(ProvidersProvider.Path)
            .AddOperationHandler<FactoryReset>("ietf-factory-default:factory-reset")
            .AddOperationHandler<StagingStatus>("taiji-staging:staging-status")
            .AddOperationHandler<StagingReset>("taiji-staging:staging-reset")
            .AddOperationHandler<StagingCommit>("taiji-staging:staging-commit")
            .AddOperationHandler<ListLength>("taiji-staging:list-length")
            .AddOperationHandler<SchemaDigest>("taiji-staging:schema-digest")
            .AddOperationHandler<ShowRollback>("taiji-rollbacks:show-rollback")
            .AddOperationHandler<LoadRollback>("taiji-rollbacks:load-rollback")
            .AddOperationHandler<ApplyRollback>("taiji-rollbacks:apply-rollback");
    }

    private static Authentication MakeAuthentication(IServiceProvider services)
    {
        var authentication = new Authentication(services.GetServices<IAuthenticator>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Authentication>>());
        var audit = services.GetRequiredService<TaijiRuntime>().Audit;
        authentication.Decided += (facts, result) =>
        {
            if (!audit.IsKept || (facts.IsRepeated && result is AuthenticationResult.Accepted)) return;
            audit.Record(new AuditRecord("login", result is AuthenticationResult.Accepted ? "ok" : "access-denied")
            {
                User = (result as AuthenticationResult.Accepted)?.User ?? facts.User, Transport = facts.Transport, Source = facts.Source,
            });
        };
        return authentication;
    }

    private static TaijiOptions MakeOptions(IServiceProvider services)
    {
        var options = new TaijiOptions();
        foreach (var step in services.GetServices<OptionsStep>()) step.Configure(options);
        return options;
    }
}
