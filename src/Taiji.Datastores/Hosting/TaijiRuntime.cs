using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.Events;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Templates;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Hosting;

/// <summary>Opens the datastores with the host's plug-ins, once, and closes them with the host.</summary>
internal sealed partial class TaijiRuntime : IAsyncDisposable, IDisposable
{
    private readonly DatastoreEngine _engine;
    private readonly AuditLog? _audit;

    public TaijiRuntime(
        TaijiOptions options,
        CompileResult compiled,
        IAccessControl accessControl,
        TimeProvider time,
        ILoggerFactory loggers,
        IServiceProvider services,
        IEnumerable<StateProviderRegistration> providers,
        IEnumerable<OperationHandlerRegistration> handlers,
        IEnumerable<ParticipantRegistration> participants,
        IEnumerable<AppliedRegistration> applied,
        IEnumerable<ValidatorRegistration> validators)
    {
        var schema = compiled.Schema!;
        var logger = loggers.CreateLogger<TaijiRuntime>();
        var resolver = new PluginResolver(schema, services, options.RequireOperationHandlers);
        var plugins = resolver.Resolve(providers, handlers, participants, applied, validators);
        if (resolver.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error)) throw new HostStartException(resolver.Diagnostics);
        foreach (var diagnostic in resolver.Diagnostics) LogDiagnostic(logger, diagnostic.ToString());

        // What is wrong with a template is told at the start, not when somebody applies it.
        _ = services.GetRequiredService<TemplateTable>();
        // Made once while the host starts, where nothing else could go on: waiting here blocks nobody.
        _engine = OpenAsync(options, schema, plugins, accessControl, time, loggers).GetAwaiter().GetResult();
        if (options.AuditLog is { } audit) _audit = OpenAudit(audit, options, time);
    }

    public Operations Operations => _engine.Operations;

    public INotificationPublisher Notifications => _engine.Notifications;

    /// <summary>Running as it is now.</summary>
    public DataTree Running => _engine.Running;

    /// <summary>Tells of what sessions do.</summary>
    public AuditTrail Audit => _engine.Audit;

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync().ConfigureAwait(false);
        _audit?.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private AuditLog OpenAudit(AuditLogOptions options, TaijiOptions host, TimeProvider time)
    {
        var log = new AuditLog(options, time);
        _engine.Audit.Recorded += log.Write;
        _engine.Audit.KeepsReads = host.AuditsReads;
        // A log that begins says from where on, so that none after that is ever missing.
        if (log.LastCommit is not { } told) _engine.Audit.Record(new AuditRecord("begin", "ok") { Commit = _engine.Sequence });
        else
        {
            try
            {
                _engine.TellAuditMissed(told);
            }
            catch (JournalException e)
            {
                log.Dispose();
                throw new HostStartException([Problem(host, e.Message)]);
            }
        }

        return log;
    }

    private static async Task<DatastoreEngine> OpenAsync(
        TaijiOptions options, YangSchema schema, DatastorePlugins plugins, IAccessControl accessControl, TimeProvider time, ILoggerFactory loggers)
    {
        var startup = options.StartupFile is { } file ? StartupConfiguration.Read(schema, file) : null;
        var datastores = new DatastoreOptions
        {
            DataDirectory = options.DataDirectory,
            Startup = startup,
            Datastores = options.Datastores,
            Rollbacks = options.Rollbacks,
            Migrations = [.. options.Migrations],
            Repairs = options.Repairs,
            Sessions = options.Sessions,
            Streams = [.. options.Streams],
        };
        try
        {
            var engine = await DatastoreEngine.OpenAsync(schema, datastores, plugins, accessControl, time, loggers, CancellationToken.None).ConfigureAwait(false);
            if (!options.CreateFirstAdmin) return engine;
            var password = await FirstAdmin.EnsureAsync(engine.Operations, options.FirstAdminPassword, CancellationToken.None).ConfigureAwait(false);
            if (password is not null) options.OnFirstAdminPassword?.Invoke(password);
            return engine;
        }
        catch (RpcErrorException e)
        {
            throw new HostStartException(
                [.. e.Errors.Select(x => Problem(options, x.ToString()))]);
        }
        catch (JournalException e)
        {
            throw new HostStartException([Problem(options, e.Message)]);
        }
    }

    private static Diagnostic Problem(TaijiOptions options, string message) =>
        new(HostingDiagnostics.Configuration, new SourceLocation(options.StartupFile ?? options.DataDirectory ?? "memory", 1, 1), [message]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Diagnostic}")]
    private static partial void LogDiagnostic(ILogger logger, string diagnostic);
}
