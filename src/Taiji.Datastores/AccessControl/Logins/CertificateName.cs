using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>Names in a certificate, as RFC 7407 has them.</summary>
internal static class CertificateName
{
    private const int Email = 1, Dns = 2, Address = 7;
    private const string SubjectAlternativeName = "2.5.29.17", EmailAttribute = "1.2.840.113549.1.9.1", CommonNameAttribute = "2.5.4.3";

    /// <summary>The name by a map's type; null when the certificate has none of that kind.</summary>
    public static string? Of(X509Certificate2 certificate, CertificateMap map) => map.MapType switch
    {
        "specified" => map.Name,
        "san-rfc822-name" => Alternative(certificate, Email),
        "san-dns-name" => Alternative(certificate, Dns),
        "san-ip-address" => Alternative(certificate, Address),
        "san-any" => Alternative(certificate, Email, Dns, Address),
        "common-name" => Subject(certificate, CommonNameAttribute),
        "email-or-common-name" => Alternative(certificate, Email) ?? Mail(Subject(certificate, EmailAttribute)) ?? Subject(certificate, CommonNameAttribute),
        _ => null,
    };

    // The first name of one of the kinds, in the certificate's order.
    private static string? Alternative(X509Certificate2 certificate, params ReadOnlySpan<int> kinds)
    {
        if (certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == SubjectAlternativeName) is not { } extension) return null;
        try
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                if (tag.TagClass != TagClass.ContextSpecific || !kinds.Contains(tag.TagValue))
                {
                    names.ReadEncodedValue();
                    continue;
                }

                return tag.TagValue switch
                {
                    Address => Text(names.ReadOctetString(tag)),
                    Email => Mail(names.ReadCharacterString(UniversalTagNumber.IA5String, tag)),
                    _ => Printable(names.ReadCharacterString(UniversalTagNumber.IA5String, tag).ToLowerInvariant()),
                };
            }
        }
        catch (AsnContentException)
        {
            // No name can be read from it.
        }

        return null;
    }

    private static string? Subject(X509Certificate2 certificate, string attribute)
    {
        foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            if (!name.HasMultipleElements && name.GetSingleElementType().Value == attribute) return Printable(name.GetSingleElementValue());
        }

        return null;
    }

    // RFC 6353: the part before the @ is as it is, the domain in lower case.
    private static string? Mail(string? address)
    {
        if (address is null) return null;
        var at = address.LastIndexOf('@');
        return Printable(at < 0 ? address : address[..at] + address[at..].ToLowerInvariant());
    }

    // RFC 7407: IPv4 in dotted form, IPv6 as 32 lower-case hex digits.
    private static string? Text(byte[] address) => address.Length switch
    {
        4 => new IPAddress(address).ToString(),
        16 => Convert.ToHexStringLower(address),
        _ => null,
    };

    // A user name with control characters (a NUL before another domain, say) is nobody's.
    private static string? Printable(string? name) => string.IsNullOrEmpty(name) || name.Any(char.IsControl) ? null : name;
}
