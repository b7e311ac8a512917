using System.Runtime.InteropServices;
using Taiji.Ssh.Native;

namespace Taiji.Ssh;

/// <summary>
/// The native library beneath this transport: libssh 0.9 or newer (<c>libssh.so.4</c>, Debian's and Ubuntu's package
/// <c>libssh-4</c>). A process without it can do everything but SSH.
/// </summary>
public static unsafe class SshLibrary
{
    private const ulong OpenSslNoAtExit = 0x80000;
    private const int OldestVersion = 0x000900;

    // Loaded once and never unloaded: whether it worked can't change later.
    private static readonly Lazy<string?> Failure = new(() => Load(LibSsh.Library));

    /// <summary>Loads libssh, once for the process.</summary>
    /// <param name="whyNot">What is missing and which package has it, when the answer is false; else null.</param>
    /// <returns>Whether SSH can be used.</returns>
    public static bool TryLoad(out string? whyNot)
    {
        whyNot = Failure.Value;
        return whyNot is null;
    }

    /// <summary>The version of the loaded libssh, such as <c>0.10.6/openssl/zlib</c>.</summary>
    /// <exception cref="SshLibraryException">libssh can't be loaded.</exception>
    public static string Version
    {
        get
        {
            EnsureLoaded();
            return Marshal.PtrToStringUTF8(LibSsh.ssh_version(0)) ?? "unknown";
        }
    }

    internal static void EnsureLoaded()
    {
        if (!TryLoad(out string? whyNot))
        {
            throw new SshLibraryException(whyNot!);
        }
    }

    internal static string? Load(string library)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "SSH needs Linux: the transport is built on epoll and libssh.so.4.";
        }
        KeepOpenSslAtExit();
        if (!NativeLibrary.TryLoad(library, out _))
        {
            return $"SSH needs {library}, which isn't installed: install the package libssh-4 (apt-get install libssh-4).";
        }
        return LibSsh.ssh_version(OldestVersion) == 0
            ? $"SSH needs libssh 0.9 or newer, but {Marshal.PtrToStringUTF8(LibSsh.ssh_version(0))} is installed: update the package libssh-4."
            : null;
    }

    // OpenSSL's exit handler frees what sessions on other threads still use, which crashes a process that ends with
    // live sessions. It must be told before anybody else (libssh's constructor) initialises it.
    private static void KeepOpenSslAtExit()
    {
        foreach (string name in (ReadOnlySpan<string>)["libcrypto.so.3", "libcrypto.so.1.1"])
        {
            if (NativeLibrary.TryLoad(name, out nint library) &&
                NativeLibrary.TryGetExport(library, "OPENSSL_init_crypto", out nint initialise))
            {
                ((delegate* unmanaged<ulong, nint, int>)initialise)(OpenSslNoAtExit, 0);
                return;
            }
        }
    }
}
