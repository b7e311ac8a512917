using System.Security.Cryptography;
using System.Text;

namespace Taiji.Yang.Schema;

/// <summary>Computes a schema's content-id (RFC 8525 §2).</summary>
internal static class ContentId
{
    /// <summary>A digest of what the modules, their texts, features and deviations are.</summary>
    public static string Of(IEnumerable<YangModule> modules)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var module in modules)
        {
            Append(hash, $"{module} {module.Namespace} {module.IsImplemented}");
            foreach (var feature in module.Features) Append(hash, feature);
            foreach (var deviator in module.DeviatedBy) Append(hash, deviator.ToString());
            Append(hash, module.ToString());
            hash.AppendData(module.Source.Span);
            foreach (var submodule in module.Submodules)
            {
                Append(hash, submodule.Revision is null ? submodule.Name : $"{submodule.Name}@{submodule.Revision}");
                hash.AppendData(submodule.Source.Span);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
}
