using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Hosting;

/// <summary>What can be wrong with a host's plug-ins and start-up configuration.</summary>
public static class HostingDiagnostics
{
    /// <summary>A plug-in's path leads nowhere.</summary>
    public static readonly DiagnosticDescriptor UnknownPath =
        new("TJ3001", DiagnosticSeverity.Error, "the {0} for '{1}' has no place: {2}", "RFC 7950 §6.5");

    /// <summary>Two handlers for one operation.</summary>
    public static readonly DiagnosticDescriptor DuplicateHandler =
        new("TJ3002", DiagnosticSeverity.Error, "'{0}' has two handlers", "RFC 7950 §7.14");

    /// <summary>The path is not an rpc's or action's.</summary>
    public static readonly DiagnosticDescriptor NotAnOperation =
        new("TJ3003", DiagnosticSeverity.Error, "'{0}' is a {1}, and a handler needs an rpc or action", "RFC 7950 §7.14");

    /// <summary>An rpc or action that nobody handles.</summary>
    public static readonly DiagnosticDescriptor MissingHandler =
        new("TJ3004", DiagnosticSeverity.Error, "'{0}' has no handler", "RFC 7950 §7.14");

    /// <summary>As <see cref="MissingHandler"/>, in a host that answers operation-not-supported.</summary>
    public static readonly DiagnosticDescriptor UnsupportedOperation =
        new("TJ3005", DiagnosticSeverity.Warning, "'{0}' has no handler: calls are answered operation-not-supported", "RFC 6241 App. A");

    /// <summary>What the data directory or the start-up file holds does not load.</summary>
    public static readonly DiagnosticDescriptor Configuration =
        new("TJ3006", DiagnosticSeverity.Error, "the configuration does not load: {0}", "RFC 7950 §8.3");

    /// <summary>A state provider at a node that has no state below it.</summary>
    public static readonly DiagnosticDescriptor NoState =
        new("TJ3007", DiagnosticSeverity.Error, "'{0}' holds no state (config false) that a provider could give", "RFC 7950 §7.21.1");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
        [UnknownPath, DuplicateHandler, NotAnOperation, MissingHandler, UnsupportedOperation, Configuration, NoState];
}
