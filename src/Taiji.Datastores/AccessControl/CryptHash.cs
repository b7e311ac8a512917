using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Taiji.Datastores.AccessControl;

/// <summary>Makes and verifies <c>iana-crypt-hash:crypt-hash</c> values (RFC 7317 §4.1) with the system's libcrypt.</summary>
public static partial class CryptHash
{
    private const int DataSize = 32768;
    private const string SaltAlphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Hashes a password as <c>$6$</c> (SHA-512) with a random salt of 16 characters.</summary>
    /// <param name="password">The clear text.</param>
    /// <exception cref="InvalidOperationException">libcrypt is missing or refuses.</exception>
    public static string Make(string password) =>
        Crypt(password, "$6$" + RandomNumberGenerator.GetString(SaltAlphabet, 16)) ?? throw new InvalidOperationException("libcrypt refused to make a SHA-512 hash.");

    /// <summary>Verifies in constant time. A clear-text value (<c>$0$</c>) never verifies: the server hashes those before it keeps them.</summary>
    /// <param name="password">The clear text.</param>
    /// <param name="hash">The value kept.</param>
    public static bool Verify(string password, string hash) =>
        hash.Length > 3 && !hash.StartsWith("$0$", StringComparison.Ordinal) && Crypt(password, hash) is { } computed
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(computed), Encoding.UTF8.GetBytes(hash));

    private static string? Crypt(string password, string setting)
    {
        if (password.Contains('\0', StringComparison.Ordinal)) return null;
        // Pinned: the result is a pointer into it.
        var data = GC.AllocateArray<byte>(DataSize, pinned: true);
        var result = NativeCrypt(password, setting, data, data.Length);
        var text = result == 0 ? null : Marshal.PtrToStringUTF8(result);
        CryptographicOperations.ZeroMemory(data);
        // A failure token begins with an asterisk.
        return text is null || text.StartsWith('*') ? null : text;
    }

    [LibraryImport("libcrypt.so.1", EntryPoint = "crypt_rn", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NativeCrypt(string phrase, string setting, [In, Out] byte[] data, int size);
}
