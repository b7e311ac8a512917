using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Taiji.Clients.DeviceSchemas;

/// <summary>Modules and lists of them on disk. Several processes may share the directory: a file is there whole or not at all.</summary>
internal sealed class ModuleCache(string directory)
{
    /// <summary>A module's text; null when it isn't there.</summary>
    public async Task<string?> FindAsync(ModuleEntry module, CancellationToken cancellationToken)
    {
        // Without a revision nobody knows whether it is still the same.
        var path = PathOf(module.FileName);
        return module.Revision is not null && File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) : null;
    }

    public Task AddAsync(ModuleEntry module, string yang, CancellationToken cancellationToken) => WriteAsync(PathOf(module.FileName), yang, cancellationToken);

    /// <summary>The modules that a content-id stands for; null when that isn't known.</summary>
    public async Task<IReadOnlyList<ModuleEntry>?> FindSetAsync(string contentId, CancellationToken cancellationToken)
    {
        var path = PathOfSet(contentId);
        if (!File.Exists(path)) return null;
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<List<ModuleEntry>>(file, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public Task AddSetAsync(string contentId, IReadOnlyList<ModuleEntry> modules, CancellationToken cancellationToken) =>
        WriteAsync(PathOfSet(contentId), JsonSerializer.Serialize(modules), cancellationToken);

    private string PathOf(string file) => Path.Combine(directory, Path.GetFileName(file));

    // A device may call its set as it likes: only the digest becomes a file's name.
    private string PathOfSet(string contentId) => Path.Combine(directory, $"set-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contentId)))}.json");

    private async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(temporary, text, cancellationToken).ConfigureAwait(false);
        File.Move(temporary, path, overwrite: true);
    }
}
