using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Taiji.Server.CallHome;
using Taiji.Server.ListenPoints;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.RuntimeSettings;

/// <summary>A port to listen on. Its TLS is looked up with each connection, so that another certificate needs no other port.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsTls">Whether it is HTTPS.</param>
/// <param name="EndPoint">The address and port.</param>
/// <param name="NetworkNamespace">Where.</param>
internal sealed record RestconfEndpoint(string Name, bool IsTls, IPEndPoint EndPoint, string NetworkNamespace) : IConfiguredPort;

/// <summary>A certificate in files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The certificate, PEM.</param>
/// <param name="KeyFile">Its key, PEM; null when it is in the same file.</param>
/// <param name="ClientCaFile">The CAs of clients; null asks for none.</param>
internal sealed record CertificateFiles(string Name, string File, string? KeyFile, string? ClientCaFile);

/// <summary><c>/taiji-restconf-server:restconf-server</c> as configured; what isn't enabled is not in it.</summary>
internal sealed record RestconfServerSettings
{
    /// <summary>The module.</summary>
    public const string Module = "taiji-restconf-server";

    /// <summary>The schema path of all of it.</summary>
    public const string Path = $"/{Module}:restconf-server";

    /// <summary>The port that clients wait on for calls home (RFC 8071 §7).</summary>
    private const int CallHomePort = 4336;

    public bool IsEnabled { get; private init; } = true;

    public bool? IsPretty { get; private init; }

    public LogLevel? LogLevel { get; private init; }

    public RuntimeSettings.AuthType? AuthType { get; private init; }

    public string? AnonymousUser { get; private init; }

    public IReadOnlyList<CertificateFiles> Certificates { get; private init; } = [];

    public IReadOnlyList<RestconfEndpoint> Listen { get; private init; } = [];

    public IReadOnlyList<CallHomeClient> CallHome { get; private init; } = [];

    /// <summary>The certificate of each endpoint (<c>listen/NAME</c>) and client (<c>call-home/NAME</c>) that has one of its own.</summary>
    public IReadOnlyDictionary<string, string> CertificateOf { get; private init; } = new Dictionary<string, string>();

    /// <summary>Reads a configuration.</summary>
    /// <param name="tree">Valid against the schema.</param>
    public static RestconfServerSettings Read(DataTree tree)
    {
        if (tree.Schema.FindModule(Module) is not { } module || !tree.Root.TryGetChild(tree.Schema.Root.FindChild(module, "restconf-server")!, out var server)) return new RestconfServerSettings();
        var listen = Entries(server, "listen", "endpoint");
        var clients = Entries(server, "call-home", "restconf-client");
        return new RestconfServerSettings
        {
            IsEnabled = server.ChildText("enabled") != "false",
            IsPretty = server.ChildText("pretty-print") is { } pretty ? pretty == "true" : null,
            LogLevel = server.ChildText("log-level") switch
            {
                "error" => Microsoft.Extensions.Logging.LogLevel.Error,
                "warning" => Microsoft.Extensions.Logging.LogLevel.Warning,
                "info" => Microsoft.Extensions.Logging.LogLevel.Information,
                "debug" => Microsoft.Extensions.Logging.LogLevel.Debug,
                "trace" => Microsoft.Extensions.Logging.LogLevel.Trace,
                _ => null,
            },
            AuthType = server.ChildText("auth-type") switch
            {
                "any" => RuntimeSettings.AuthType.Any,
                "client-certificate" => RuntimeSettings.AuthType.ClientCertificate,
                "user" => RuntimeSettings.AuthType.User,
                "none" => RuntimeSettings.AuthType.None,
                _ => null,
            },
            AnonymousUser = server.ChildText("anonymous-user"),
            Certificates = [.. Entries(server, "certificate").Select(c => new CertificateFiles(c.ChildText("name")!, c.ChildText("cert-file")!, c.ChildText("key-file"), c.ChildText("client-ca-file")))],
            Listen = [.. listen.Where(IsOn).Select(ReadEndpoint)],
            CallHome = [.. clients.Where(IsOn).Select(c => CallHomeReader.Read(c, TransportKind.Tls, CallHomePort))],
            CertificateOf = listen.Select(e => ("listen/", Entry: e)).Concat(clients.Select(c => ("call-home/", Entry: c))).Where(e => e.Entry.ChildText("certificate") is not null)
                .ToDictionary(e => e.Item1 + e.Entry.ChildText("name"), e => e.Entry.ChildText("certificate")!),
        };
    }

    private static bool IsOn(DataNode entry) => entry.ChildText("enabled") != "false";

    private static RestconfEndpoint ReadEndpoint(DataNode entry) => new(
        entry.ChildText("name")!,
        entry.ChildText("transport") != "http",
        new IPEndPoint(IPAddress.Parse(entry.ChildText("address")!), int.Parse(entry.ChildText("port")!, CultureInfo.InvariantCulture)),
        entry.ChildText("network-namespace") ?? ListenPoints.NetworkNamespace.Default);

    private static List<DataNode> Entries(DataNode parent, string container, string list) =>
        parent.TryGetChild(Child(parent, container), out var inside) ? Entries(inside, list) : [];

    private static List<DataNode> Entries(DataNode parent, string list)
    {
        var entries = new List<DataNode>();
        foreach (var entry in parent.Entries(Child(parent, list))) entries.Add(entry);
        return entries;
    }

    private static SchemaNode Child(DataNode parent, string name) => ((InnerNode)parent.Schema).FindChild(parent.Schema.Module, name)!;
}
