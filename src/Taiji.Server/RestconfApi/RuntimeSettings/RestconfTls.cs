using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Taiji.Server.Http;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi.RuntimeSettings;

/// <summary>The certificates that are configured, loaded: those of one commit.</summary>
internal sealed class RestconfTls
{
    private readonly Dictionary<string, HandedTls> _byName = [];
    private readonly IReadOnlyDictionary<string, string> _uses;
    private readonly Func<HandedTls?> _fallback;

    private RestconfTls(IReadOnlyDictionary<string, string> uses, Func<HandedTls?> fallback)
    {
        _uses = uses;
        _fallback = fallback;
    }

    /// <summary>The TLS of a port or client; null when there is no certificate for it.</summary>
    /// <param name="use"><c>listen/NAME</c> or <c>call-home/NAME</c>.</param>
    public HandedTls? Of(string use) => _uses.TryGetValue(use, out var name) ? _byName.GetValueOrDefault(name) : _fallback();

    /// <summary>Loads them.</summary>
    /// <param name="settings">As configured.</param>
    /// <param name="type">How clients prove who they are.</param>
    /// <param name="fallback">The TLS of those that have no certificate of their own; asked when it is needed.</param>
    /// <param name="errors">Receives what can't be loaded.</param>
    public static RestconfTls Load(RestconfServerSettings settings, AuthType type, Func<HandedTls?> fallback, List<RpcError> errors)
    {
        var tls = new RestconfTls(settings.CertificateOf, fallback);
        foreach (var files in settings.Certificates)
        {
            try
            {
                var clients = files.ClientCaFile is { } authorities ? ClientCertificates.Load(authorities) : null;
                tls._byName[files.Name] = new HandedTls(SelfSignedCertificate.Load(files.File, files.KeyFile), clients, type == AuthType.ClientCertificate);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                errors.Add(new RpcError
                {
                    Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Path = $"{RestconfServerSettings.Path}/certificate[name='{files.Name}']", Message = $"The certificate can't be used: {e.Message}",
                });
            }
        }

        return tls;
    }
}
