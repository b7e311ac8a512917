using System.Collections.Concurrent;

namespace NtpPackage;

/// <summary>The time servers that are in use: what the package is about.</summary>
public sealed class Clocks
{
    private readonly ConcurrentDictionary<string, bool> _servers = new();

    public IEnumerable<string> All => _servers.Keys;

    public bool Has(string address) => _servers.ContainsKey(address);

    public void Use(string address) => _servers[address] = true;

    public void Leave(string address) => _servers.TryRemove(address, out _);
}
