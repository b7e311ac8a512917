using System.Runtime.InteropServices;

namespace Taiji.Server.Authenticators;

/// <summary>The system's libpam (Linux-PAM), for one check of a user and a password.</summary>
internal static unsafe partial class Pam
{
    private const int Success = 0, ConversationError = 19, BufferError = 5, Silent = 0x8000, DisallowNullToken = 1;
    private const int PromptEchoOff = 1, PromptEchoOn = 2, RemoteHostItem = 4;

    /// <summary>Whether the service lets the user in: authentication and account management. Blocks.</summary>
    /// <param name="service">The service's name: its file in <c>/etc/pam.d</c>.</param>
    /// <param name="directory">Another directory with service files, or null.</param>
    /// <param name="user">The user.</param>
    /// <param name="password">The answer to what is asked for unseen.</param>
    /// <param name="host">Where the user comes from, for the modules' logs, or null.</param>
    /// <exception cref="DllNotFoundException">The machine has no libpam.</exception>
    public static bool Authenticate(string service, string? directory, string user, string password, string? host)
    {
        if (user.Contains('\0', StringComparison.Ordinal) || password.Contains('\0', StringComparison.Ordinal)) return false;
        var answer = Marshal.StringToCoTaskMemUTF8(password);
        var conversation = new Conversation { Converse = &Converse, Data = answer };
        nint handle = 0;
        var status = Success;
        try
        {
            status = directory is null ? Start(service, user, &conversation, &handle) : StartInDirectory(service, user, &conversation, directory, &handle);
            if (status != Success) return false;
            if (host is not null) SetItem(handle, RemoteHostItem, host);
            status = Authenticate(handle, Silent | DisallowNullToken);
            if (status == Success) status = CheckAccount(handle, Silent | DisallowNullToken);
            return status == Success;
        }
        finally
        {
            if (handle != 0) _ = End(handle, status);
            Marshal.ZeroFreeCoTaskMemUTF8(answer);
        }
    }

    // Modules ask through this: unseen questions are answered by the password, others by nothing.
    [UnmanagedCallersOnly]
    private static int Converse(int count, Message** messages, nint* responses, nint data)
    {
        if (count is <= 0 or > 32) return ConversationError;
        // libpam frees what it is given by free().
        var replies = (Response*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(Response));
        if (replies is null) return BufferError;
        for (var i = 0; i < count; i++)
        {
            if (messages[i]->Style == PromptEchoOff) replies[i].Text = Duplicate(data);
            else if (messages[i]->Style == PromptEchoOn) replies[i].Text = DuplicateEmpty("");
        }

        *responses = (nint)replies;
        return Success;
    }

    [LibraryImport("libpam.so.0", EntryPoint = "pam_start", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Start(string service, string user, Conversation* conversation, nint* handle);

    [LibraryImport("libpam.so.0", EntryPoint = "pam_start_confdir", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StartInDirectory(string service, string user, Conversation* conversation, string directory, nint* handle);

    [LibraryImport("libpam.so.0", EntryPoint = "pam_set_item", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetItem(nint handle, int type, string item);

    [LibraryImport("libpam.so.0", EntryPoint = "pam_authenticate")]
    private static partial int Authenticate(nint handle, int flags);

    [LibraryImport("libpam.so.0", EntryPoint = "pam_acct_mgmt")]
    private static partial int CheckAccount(nint handle, int flags);

    [LibraryImport("libpam.so.0", EntryPoint = "pam_end")]
    private static partial int End(nint handle, int status);

    [LibraryImport("libc", EntryPoint = "strdup")]
    private static partial nint Duplicate(nint text);

    [LibraryImport("libc", EntryPoint = "strdup", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint DuplicateEmpty(string text);

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public int Style;
        public nint Text;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Response
    {
        public nint Text;
        public int Code;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Conversation
    {
        public delegate* unmanaged<int, Message**, nint*, nint, int> Converse;
        public nint Data;
    }
}
