using System.Runtime.InteropServices;

namespace Taiji.Ssh.Native;

/// <summary>libssh's message queue: what a peer asks for, popped one by one and answered whenever the answer is known.</summary>
internal static unsafe partial class LibSsh
{
    public const int RequestAuth = 1;
    public const int RequestChannelOpen = 2;
    public const int RequestChannel = 3;
    public const int RequestService = 4;

    public const int ChannelTypeSession = 1;
    public const int ChannelRequestSubsystem = 5;

    public const int AuthMethodNone = 0x01;
    public const int AuthMethodPassword = 0x02;
    public const int AuthMethodPublicKey = 0x04;
    public const int AuthMethodInteractive = 0x10;

    public const int SignatureNone = 0;
    public const int SignatureValid = 1;

    [LibraryImport(Library)]
    public static partial void ssh_set_auth_methods(nint session, int methods);

    [LibraryImport(Library)]
    public static partial nint ssh_message_get(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_message_type(nint message);

    [LibraryImport(Library)]
    public static partial int ssh_message_subtype(nint message);

    [LibraryImport(Library)]
    public static partial void ssh_message_free(nint message);

    [LibraryImport(Library)]
    public static partial int ssh_message_reply_default(nint message);

    [LibraryImport(Library)]
    public static partial nint ssh_message_service_service(nint message);

    [LibraryImport(Library)]
    public static partial int ssh_message_service_reply_success(nint message);

    [LibraryImport(Library)]
    public static partial nint ssh_message_auth_user(nint message);

    [LibraryImport(Library)]
    public static partial nint ssh_message_auth_password(nint message);

    [LibraryImport(Library)]
    public static partial nint ssh_message_auth_pubkey(nint message);

    [LibraryImport(Library)]
    public static partial int ssh_message_auth_publickey_state(nint message);

    [LibraryImport(Library)]
    public static partial int ssh_message_auth_reply_success(nint message, int partial);

    [LibraryImport(Library)]
    public static partial int ssh_message_auth_reply_pk_ok_simple(nint message);

    [LibraryImport(Library)]
    public static partial int ssh_message_auth_kbdint_is_response(nint message);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_message_auth_interactive_request(
        nint message, string name, string instruction, uint count, nint* prompts, byte* echo);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_kbdint_getnanswers(nint session);

    [LibraryImport(Library)]
    public static partial nint ssh_userauth_kbdint_getanswer(nint session, uint index);

    [LibraryImport(Library)]
    public static partial nint ssh_message_channel_request_open_reply_accept(nint message);

    [LibraryImport(Library)]
    public static partial nint ssh_message_channel_request_channel(nint message);

    [LibraryImport(Library)]
    public static partial nint ssh_message_channel_request_subsystem(nint message);

    [LibraryImport(Library)]
    public static partial int ssh_message_channel_request_reply_success(nint message);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ssh_string_from_char(string text);

    [LibraryImport(Library)]
    public static partial void ssh_string_free(nint text);

    [LibraryImport(Library)]
    public static partial int ssh_send_issue_banner(nint session, nint text);
}
