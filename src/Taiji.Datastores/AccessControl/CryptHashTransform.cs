using System.Text;
using Taiji.Datastores.Hosting;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl;

/// <summary>A clear-text password (<c>$0$…</c>) is hashed before it is kept (RFC 7317 §4.1, crypt-hash).</summary>
public sealed class CryptHashTransform : ILeafTransform
{
    /// <inheritdoc/>
    public byte[]? Transform(LeafNode leaf, ReadOnlySpan<byte> stored) =>
        stored.StartsWith("$0$"u8) ? Encoding.UTF8.GetBytes(CryptHash.Make(Encoding.UTF8.GetString(stored[3..]))) : null;
}
