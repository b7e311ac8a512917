namespace Taiji.Datastores.Operational;

/// <summary>Where clients can get the texts of modules (RFC 8525 <c>location</c>, RFC 8040 §3.7). The server that offers them says so once it knows its address.</summary>
public sealed class ModuleLocations
{
    private readonly Lock _lock = new();
    private Func<string, string?, string?>? _locate;

    /// <summary>Happens after every <see cref="Use"/>.</summary>
    public event Action? Changed;

    /// <summary>Sets where they are. To be called again when it would answer otherwise than before, except that listeners have been opened as the host starts.</summary>
    /// <param name="locate">The URL of a module or submodule by its name and revision; null for none.</param>
    public void Use(Func<string, string?, string?>? locate)
    {
        lock (_lock) _locate = locate;
        Changed?.Invoke();
    }

    /// <summary>The URL of a module's or submodule's text, or null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="revision">Its revision, or null.</param>
    public string? Of(string name, string? revision)
    {
        lock (_lock) return _locate?.Invoke(name, revision);
    }
}
