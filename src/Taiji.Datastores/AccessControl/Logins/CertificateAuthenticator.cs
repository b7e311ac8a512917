using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>Users by their certificates: the table <c>/taiji-access:certificates/cert-to-name</c> (RFC 7407) of running.</summary>
/// <param name="running">Gives running as it is now.</param>
public sealed class CertificateAuthenticator(Func<DataTree> running) : IAuthenticator
{
    /// <inheritdoc/>
    public string Name => "certificate";

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => new(
        facts.Certificates.Count > 0 && CertificateMap.UserOf(facts.Certificates, MapsOf(running())) is { } user
            ? new AuthenticationResult.Accepted(user) : AuthenticationResult.Undecided);

    /// <summary>The table of a configuration; empty when the schema has none.</summary>
    /// <param name="content">The configuration.</param>
    public static IEnumerable<CertificateMap> MapsOf(DataTree content)
    {
        if (content.Schema.FindModule("taiji-access") is not { IsImplemented: true } module
            || content.Schema.Root.FindChild(module, "certificates") is not ContainerNode container
            || !content.Root.TryGetChild(container, out var certificates)) yield break;
        foreach (var entry in certificates.Entries(container.FindChild(module, "cert-to-name")!))
        {
            // The identity's text has its module before it.
            var type = entry.ChildText("map-type")!;
            yield return new CertificateMap(
                uint.Parse(entry.ChildText("id")!, System.Globalization.CultureInfo.InvariantCulture),
                CertificateMap.ParseFingerprint(entry.ChildText("fingerprint")!),
                type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..],
                entry.ChildText("name"));
        }
    }
}
