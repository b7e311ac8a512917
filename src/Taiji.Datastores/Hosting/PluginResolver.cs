using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Hosting;

/// <summary>Resolves the plug-ins' paths against the schema; collects every mistake before the host gives up.</summary>
internal sealed class PluginResolver(YangSchema schema, IServiceProvider services, bool requireHandlers)
{
    // The protocols do these themselves, each in its own messages.
    private static readonly HashSet<string> ProtocolModules = new(StringComparer.Ordinal)
    {
        "ietf-netconf", "ietf-netconf-monitoring", "ietf-netconf-partial-lock", "ietf-netconf-nmda", "notifications", "ietf-subscribed-notifications",
        "ietf-yang-push", "ietf-netconf-private-candidate",
    };

    // The server brings it for its users; whether the machine may be restarted through it is the host's to say.
    private const string OptionalModule = "ietf-system";

    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public DatastorePlugins Resolve(
        IEnumerable<StateProviderRegistration> providers, IEnumerable<OperationHandlerRegistration> handlers, IEnumerable<ParticipantRegistration> participants,
        IEnumerable<AppliedRegistration> applied, IEnumerable<ValidatorRegistration> validators) => new()
    {
        AppliedNodes = [.. ResolveApplied(applied)],
        StateProviders = [.. ResolveProviders(providers)],
        OperationHandlers = ResolveHandlers(handlers),
        Participants = [.. ResolveParticipants(participants)],
        Validators = [.. ResolveValidators(validators)],
        LeafTransforms = PasswordTransforms(),
    };

    private IEnumerable<SchemaNode> ResolveApplied(IEnumerable<AppliedRegistration> registrations)
    {
        foreach (var registration in registrations)
        {
            if (Find("applied configuration", registration.Path) is not { } node) continue;
            if (node.IsConfig && node.IsDataNode) yield return node;
            else Report(HostingDiagnostics.UnknownPath, "applied configuration", registration.Path, "it is not configuration");
        }
    }

    private IEnumerable<(SchemaNode, IStateProvider)> ResolveProviders(IEnumerable<StateProviderRegistration> registrations)
    {
        foreach (var registration in registrations)
        {
            if (Find("state provider", registration.Path) is not { } node) continue;
            if (HasState(node)) yield return (node, registration.MakeStream is { } stream
                ? new StateStreamProvider(new LazyStateStream(services, stream)) : new LazyStateProvider(services, registration.Make!));
            else Report(HostingDiagnostics.NoState, registration.Path);
        }
    }

    private Dictionary<OperationNode, IOperationHandler> ResolveHandlers(IEnumerable<OperationHandlerRegistration> registrations)
    {
        var handlers = new Dictionary<OperationNode, IOperationHandler>();
        foreach (var registration in registrations)
        {
            if (Find("handler", registration.Path) is not { } node) continue;
            if (node is not OperationNode operation) Report(HostingDiagnostics.NotAnOperation, registration.Path, node.Kind);
            else if (!handlers.TryAdd(operation, new LazyOperationHandler(services, registration.Make))) Report(HostingDiagnostics.DuplicateHandler, registration.Path);
        }

        foreach (var node in schema.Nodes)
        {
            if (node is OperationNode operation && !ProtocolModules.Contains(node.Module.Name)
                && node.Module.Name != OptionalModule && !handlers.ContainsKey(operation))
            {
                Report(requireHandlers ? HostingDiagnostics.MissingHandler : HostingDiagnostics.UnsupportedOperation, node.SchemaPath);
            }
        }

        return handlers;
    }

    private IEnumerable<(SchemaNode, ICommitParticipant)> ResolveParticipants(IEnumerable<ParticipantRegistration> registrations)
    {
        // One that asks for several paths is one participant: it hears of a change once, and of one change at a time.
        var made = new Dictionary<Type, LazyParticipant>();
        foreach (var registration in registrations.OrderBy(r => r.Priority))
        {
            if (Find("commit participant", registration.Path) is not { } node) continue;
            if (!made.TryGetValue(registration.Type, out var participant)) made[registration.Type] = participant = new LazyParticipant(registration.Type, services, registration.Make);
            yield return (node, participant);
        }
    }

    private IEnumerable<(SchemaNode, IConfigurationValidator)> ResolveValidators(IEnumerable<ValidatorRegistration> registrations)
    {
        // As with participants: one that asks for several paths looks at a change once.
        var made = new Dictionary<Type, LazyValidator>();
        foreach (var registration in registrations)
        {
            if (Find("validator", registration.Path) is not { } node) continue;
            if (!made.TryGetValue(registration.Type, out var validator)) made[registration.Type] = validator = new LazyValidator(registration.Type, services, registration.Make);
            yield return (node, validator);
        }
    }

    private Dictionary<LeafNode, ILeafTransform> PasswordTransforms()
    {
        var transform = new CryptHashTransform();
        return schema.Nodes.OfType<LeafNode>().Where(l => l.IsConfig && l.Type.Name == "crypt-hash").ToDictionary(l => l, _ => (ILeafTransform)transform);
    }

    private SchemaNode? Find(string what, string path)
    {
        if (SchemaPathResolver.TryResolve(schema, path, out var node, out var problem)) return node;
        Report(HostingDiagnostics.UnknownPath, what, path, problem);
        return null;
    }

    private static bool HasState(SchemaNode node) =>
        !node.IsConfig || (node is InnerNode inner && inner.DataChildren.Any(HasState));

    private void Report(DiagnosticDescriptor descriptor, params object?[] arguments) =>
        _diagnostics.Add(new Diagnostic(descriptor, new SourceLocation("host", 1, 1), arguments));
}
