using System.Security.Cryptography;
using System.Text;
using Taiji.Datastores.Store;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>What the YANG library tells from one moment to the next change, and its content-id (RFC 8525 §3), which is another whenever any of it is.</summary>
public sealed class LibraryEdition
{
    private readonly Dictionary<(string Name, string? Revision), string> _locations = [];

    /// <summary>Takes down what there is now.</summary>
    /// <param name="schema">The modules.</param>
    /// <param name="datastores">The datastores.</param>
    /// <param name="locations">Asked where each module and submodule is.</param>
    internal LibraryEdition(YangSchema schema, DatastoreSwitches datastores, ModuleLocations locations)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, schema.ContentId);
        foreach (var datastore in datastores.All) Append(hash, DatastoreNames.IdentityOf(datastore));
        foreach (var (name, revision) in Texts(schema))
        {
            if (locations.Of(name, revision) is not { } location) continue;
            _locations[(name, revision)] = location;
            Append(hash, $"{name}@{revision} {location}");
        }

        ContentId = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>The content-id: of RFC 8525's library, of RFC 7895's (module-set-id), and of the NETCONF capability.</summary>
    public string ContentId { get; }

    /// <summary>The URL of a module's or submodule's text, or null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="revision">Its revision, or null.</param>
    public string? LocationOf(string name, string? revision) => _locations.GetValueOrDefault((name, revision));

    private static IEnumerable<(string Name, string? Revision)> Texts(YangSchema schema) =>
        schema.Modules.SelectMany(m => m.Submodules.Select(s => (s.Name, s.Revision)).Prepend((m.Name, m.Revision)));

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
}
