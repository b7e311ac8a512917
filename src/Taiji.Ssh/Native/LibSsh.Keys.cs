using System.Runtime.InteropServices;

namespace Taiji.Ssh.Native;

/// <summary>libssh's keys, and a client's authentication with them.</summary>
internal static unsafe partial class LibSsh
{
    public const int KeyTypeRsa = 2;
    public const int KeyTypeEd25519 = 5;
    public const int KeyTypeEcdsaP256 = 8;

    public const int AuthSuccess = 0;
    public const int AuthDenied = 1;
    public const int AuthPartial = 2;
    public const int AuthInfo = 3;
    public const int AuthAgain = 4;

    public const int KnownHostsError = -2;
    public const int KnownHostsNotFound = -1;
    public const int KnownHostsUnknown = 0;
    public const int KnownHostsOk = 1;
    public const int KnownHostsChanged = 2;
    public const int KnownHostsOther = 3;

    [LibraryImport(Library)]
    public static partial void ssh_key_free(nint key);

    [LibraryImport(Library)]
    public static partial int ssh_pki_generate(int type, int bits, out nint key);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_pki_import_privkey_base64(
        string text, string? passphrase, nint askPassphrase, nint userData, out nint key);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_pki_export_privkey_base64(
        nint key, string? passphrase, nint askPassphrase, nint userData, out nint text);

    [LibraryImport(Library)]
    public static partial int ssh_pki_export_privkey_to_pubkey(nint key, out nint publicKey);

    [LibraryImport(Library)]
    public static partial int ssh_pki_export_pubkey_base64(nint key, out nint text);

    [LibraryImport(Library)]
    public static partial void ssh_string_free_char(nint text);

    [LibraryImport(Library)]
    public static partial int ssh_get_server_publickey(nint session, out nint key);

    [LibraryImport(Library)]
    public static partial int ssh_session_is_known_server(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_session_update_known_hosts(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_none(nint session, nint user);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_list(nint session, nint user);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_publickey(nint session, nint user, nint privateKey);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_agent(nint session, nint user);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_userauth_password(nint session, nint user, string password);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_kbdint(nint session, nint user, nint submethods);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_kbdint_getnprompts(nint session);

    [LibraryImport(Library)]
    public static partial nint ssh_userauth_kbdint_getprompt(nint session, uint index, byte* echo);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_userauth_kbdint_setanswer(nint session, uint index, string answer);

    /// <summary>The public half of <paramref name="key"/> as RFC 4253 §6.6's blob, or null when libssh can't export it.</summary>
    public static byte[]? PublicKeyBlob(nint key)
    {
        if (ssh_pki_export_pubkey_base64(key, out nint text) != Ok || text == 0)
        {
            return null;
        }
        try
        {
            return Convert.FromBase64String(Marshal.PtrToStringUTF8(text)!);
        }
        finally
        {
            ssh_string_free_char(text);
        }
    }
}
