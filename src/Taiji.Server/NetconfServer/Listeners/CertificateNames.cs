using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>The names in a certificate that a user can be called by (RFC 7407 §3, RFC 6353 §4.1).</summary>
internal static class CertificateNames
{
    private const int Rfc822Name = 1;
    private const int DnsName = 2;
    private const int IpAddress = 7;
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string CommonNameOid = "2.5.4.3";

    /// <summary>The name that a map-type takes, or null when the certificate has none of that kind.</summary>
    /// <param name="certificate">The client's.</param>
    /// <param name="mapType">The identity's name, without its module.</param>
    public static string? Find(X509Certificate2 certificate, string mapType) => mapType switch
    {
        "san-rfc822-name" => Alternative(certificate, Rfc822Name),
        "san-dns-name" => Alternative(certificate, DnsName),
        "san-ip-address" => Alternative(certificate, IpAddress),
        "san-any" => Alternative(certificate, Rfc822Name, DnsName, IpAddress),
        "common-name" => CommonName(certificate),
        _ => null,
    };

    /// <summary>Whether a certificate has a fingerprint as in RFC 7407 §3: the hash algorithm's number (RFC 5246 §7.4.1.4.1), then the hash, in hexadecimal with colons.</summary>
    /// <param name="certificate">It.</param>
    /// <param name="fingerprint">The fingerprint.</param>
    public static bool Has(X509Certificate2 certificate, string fingerprint)
    {
        var bytes = Convert.FromHexString(fingerprint.Replace(":", "", StringComparison.Ordinal));
        HashAlgorithmName? algorithm = bytes[0] switch
        {
            1 => HashAlgorithmName.MD5,
            2 => HashAlgorithmName.SHA1,
            4 => HashAlgorithmName.SHA256,
            5 => HashAlgorithmName.SHA384,
            6 => HashAlgorithmName.SHA512,
            _ => null,
        };
        return algorithm is { } known && certificate.GetCertHash(known).AsSpan().SequenceEqual(bytes.AsSpan(1));
    }

    private static string? CommonName(X509Certificate2 certificate)
    {
        // The most specific one, as the whole of it would be read.
        foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames().Reverse())
        {
            if (!name.HasMultipleElements && name.GetSingleElementType().Value == CommonNameOid) return name.GetSingleElementValue();
        }

        return null;
    }

    /// <summary>The first subjectAltName of one of the kinds (RFC 5280 §4.2.1.6).</summary>
    private static string? Alternative(X509Certificate2 certificate, params ReadOnlySpan<int> kinds)
    {
        if (certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == SubjectAlternativeName) is not { } extension) return null;
        try
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                if (tag.TagClass == TagClass.ContextSpecific && kinds.Contains(tag.TagValue)) return Read(names, tag);
                names.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            // A name that can't be read names nobody.
        }

        return null;
    }

    private static string Read(AsnReader names, Asn1Tag tag)
    {
        if (tag.TagValue == IpAddress) return FormatAddress(names.ReadOctetString(tag));
        var text = names.ReadCharacterString(UniversalTagNumber.IA5String, tag);
        // RFC 6353: a DNS name and an address's host part are in lower case.
        var at = tag.TagValue == Rfc822Name ? text.IndexOf('@', StringComparison.Ordinal) + 1 : 0;
        return text[..at] + text[at..].ToLower(CultureInfo.InvariantCulture);
    }

    // RFC 6353 snmpTlstmCertSANIpAddress: dotted, or 32 hexadecimal digits without colons.
    private static string FormatAddress(byte[] address) => address.Length == 4 ? new IPAddress(address).ToString() : Convert.ToHexStringLower(address);
}
