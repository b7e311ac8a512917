using System.Security.Cryptography;
using System.Text;

namespace Taiji.Yang.Schema;

/// <summary>Computes a schema's content-id (RFC 8525 §2).</summary>
internal static class ContentId
{
    /// <summary>A digest of what the modules, their texts, features and deviations are.</summary>
    public static string Of(IEnumerable<LoadedModule> modules)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var loaded in modules)
        {
            var module = loaded.Module;
            Append(hash, $"{module} {module.Namespace} {module.IsImplemented}");
            foreach (var feature in module.Features) Append(hash, feature);
            foreach (var deviator in module.DeviatedBy) Append(hash, deviator.ToString());
            foreach (var text in loaded.Texts)
            {
                Append(hash, text.ToString());
                hash.AppendData(text.Yang.Span);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
}
