using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Native;
using Taiji.Ssh.Pumping;

namespace Taiji.Ssh.ServerSide;

/// <summary>
/// The server's side of authentication (RFC 4252) on one connection. A request is held while the authenticator thinks, and
/// answered when the actor comes by again; a client has one request on its way at a time, so nothing else is read meanwhile.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its token outlives it in the authenticator's hands; it has no timer.")]
internal sealed class SshServerAuthentication(SshSession session, SshServerContext context, string clientVersion)
{
    private const int Methods = LibSsh.AuthMethodPassword | LibSsh.AuthMethodPublicKey | LibSsh.AuthMethodInteractive;

    private readonly CancellationTokenSource _cancel = new();
    private nint _native;
    private nint _message;
    private Task<Outcome>? _decision;
    private string _description = "";
    private string _user = "";
    private string _interactiveUser = "";
    private int _promptCount;
    private (string User, IReadOnlyList<SshPrompt> Questions, object? State)? _more;
    private int _attempts;
    private int _failures;
    private bool _bannerSent;

    private enum Verdict
    {
        Refused,
        Accepted,
        KeyWelcome,
        Partial,
        Prompts,
        NotCounted,
    }

    /// <summary>The authenticated user's name, once there is one.</summary>
    public string? User { get; private set; }

    /// <summary>What the authenticator gave with its yes.</summary>
    public object? State { get; private set; }

    /// <summary>Whether the client used up its attempts.</summary>
    public bool Exhausted => _failures >= context.Options.MaxAuthTries;

    /// <summary>Whether a request waits for its answer.</summary>
    public bool Busy => _message != 0;

    /// <summary>Takes a request; it is answered by <see cref="TryAnswer"/>, which frees it.</summary>
    public void Begin(nint native, nint message)
    {
        _message = message;
        _attempts++;
        SendBanner(native);
        LibSsh.ssh_set_auth_methods(native, Methods);
        _native = native;
        _user = Marshal.PtrToStringUTF8(LibSsh.ssh_message_auth_user(message)) ?? "";
        // Everything that libssh owns is copied here: the decision may be made on another thread.
        _decision = Guard(Decide(native, message));
        if (!_decision.IsCompleted)
        {
            _decision.GetAwaiter().UnsafeOnCompleted(session.Schedule);
        }
    }

    /// <summary>Answers the held request when its decision is made.</summary>
    /// <returns>Whether there was something to answer.</returns>
    public bool TryAnswer()
    {
        if (_message == 0 || !_decision!.IsCompleted)
        {
            return false;
        }
        Answer(_decision.Result);
        LibSsh.ssh_message_free(_message);
        _message = 0;
        return true;
    }

    /// <summary>Gives up a held request because the connection ends.</summary>
    public void Abandon()
    {
        _ = _cancel.CancelAsync();
        if (_message != 0)
        {
            LibSsh.ssh_message_free(_message);
            _message = 0;
        }
    }

    private ValueTask<Outcome> Decide(nint native, nint message)
    {
        switch (LibSsh.ssh_message_subtype(message))
        {
            case LibSsh.AuthMethodPassword:
                _description = "password";
                string password = Marshal.PtrToStringUTF8(LibSsh.ssh_message_auth_password(message)) ?? "";
                return Login(context.Authenticator.AuthenticatePasswordAsync(Request(_user), password, _cancel.Token));
            case LibSsh.AuthMethodPublicKey:
                return DecideKey(message);
            case LibSsh.AuthMethodInteractive:
                _description = "keyboard-interactive";
                return LibSsh.ssh_message_auth_kbdint_is_response(message) != 0 ? DecideAnswers(native) : DecidePrompts();
            case LibSsh.AuthMethodNone when _attempts == 1:
                // How a client asks for the methods (RFC 4252 §5.2).
                return ValueTask.FromResult(new Outcome(Verdict.NotCounted));
            default:
                _description = "unknown method";
                return ValueTask.FromResult(new Outcome(Verdict.Refused));
        }
    }

    private ValueTask<Outcome> DecideKey(nint message)
    {
        nint key = LibSsh.ssh_message_auth_pubkey(message);
        int signature = LibSsh.ssh_message_auth_publickey_state(message);
        byte[]? blob = key == 0 ? null : LibSsh.PublicKeyBlob(key);
        if (blob is null || signature is not (LibSsh.SignatureNone or LibSsh.SignatureValid))
        {
            _description = "publickey with a wrong signature";
            return ValueTask.FromResult(new Outcome(Verdict.Refused));
        }
        SshPublicKey publicKey = SshPublicKey.FromBlob(blob);
        _description = $"publickey {publicKey.Algorithm} {publicKey.Fingerprint}";
        bool isOffer = signature != LibSsh.SignatureValid;
        ValueTask<SshLogin> known = context.Authenticator.AuthenticatePublicKeyAsync(Request(_user) with { IsOffer = isOffer }, publicKey, _cancel.Token);
        return isOffer ? Offer(known) : Login(known);
    }

    private async ValueTask<Outcome> DecidePrompts()
    {
        _interactiveUser = _user;
        // What is still open after a partial success; another user begins anew.
        if (_more is { } more && more.User == _user)
        {
            _promptCount = more.Questions.Count;
            return new Outcome(Verdict.Prompts, more.Questions);
        }
        _more = null;
        IReadOnlyList<SshPrompt> prompts = await context.Authenticator.GetPromptsAsync(Request(_user), _cancel.Token).ConfigureAwait(false);
        _promptCount = prompts.Count;
        return new Outcome(Verdict.Prompts, prompts);
    }

    private ValueTask<Outcome> DecideAnswers(nint native)
    {
        // A response names no user: it belongs to the request that led to the questions.
        _user = _interactiveUser;
        int count = LibSsh.ssh_userauth_kbdint_getnanswers(native);
        if (count != _promptCount)
        {
            return ValueTask.FromResult(new Outcome(Verdict.Refused));
        }
        string[] answers = new string[count];
        for (int i = 0; i < count; i++)
        {
            answers[i] = Marshal.PtrToStringUTF8(LibSsh.ssh_userauth_kbdint_getanswer(native, (uint)i)) ?? "";
        }
        SshUserRequest request = Request(_user) with { State = _more?.State };
        _more = null;
        return Login(context.Authenticator.AuthenticateAnswersAsync(request, answers, _cancel.Token), isInteractive: true);
    }

    private static async ValueTask<Outcome> Offer(ValueTask<SshLogin> known) =>
        new(await known.ConfigureAwait(false) is { IsAccepted: false, Questions: null } ? Verdict.Refused : Verdict.KeyWelcome);

    private async ValueTask<Outcome> Login(ValueTask<SshLogin> decision, bool isInteractive = false)
    {
        SshLogin login = await decision.ConfigureAwait(false);
        if (login.IsAccepted)
        {
            State = login.State;
            return new Outcome(Verdict.Accepted);
        }
        if (login.Questions is not { } questions)
        {
            return new Outcome(Verdict.Refused);
        }
        _more = (_user, questions, login.State);
        if (!isInteractive)
        {
            return new Outcome(Verdict.Partial);
        }
        // Another round (RFC 4256 §3.2).
        _promptCount = questions.Count;
        return new Outcome(Verdict.Prompts, questions);
    }

    private async Task<Outcome> Guard(ValueTask<Outcome> decision)
    {
        try
        {
            return await decision.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            return new Outcome(Verdict.Refused);
        }
        catch (Exception e)
        {
            session.Log(SshLogLevel.Error, "Authentication failed because of a fault.", _user, e);
            return new Outcome(Verdict.Refused);
        }
    }

    private void Answer(Outcome outcome)
    {
        switch (outcome.Verdict)
        {
            case Verdict.Accepted:
                _ = LibSsh.ssh_message_auth_reply_success(_message, 0);
                User = _user;
                session.Log(SshLogLevel.Information, $"Authenticated by {_description}.", _user);
                break;
            case Verdict.KeyWelcome:
                _ = LibSsh.ssh_message_auth_reply_pk_ok_simple(_message);
                break;
            case Verdict.Partial:
                // RFC 4252 §5.1: what can continue is named.
                session.Log(SshLogLevel.Debug, $"More is asked for after {_description}.", _user);
                LibSsh.ssh_set_auth_methods(_native, LibSsh.AuthMethodInteractive);
                _ = LibSsh.ssh_message_auth_reply_success(_message, 1);
                break;
            case Verdict.Prompts:
                Ask(outcome.Prompts!);
                break;
            case Verdict.NotCounted:
                _ = LibSsh.ssh_message_reply_default(_message);
                break;
            default:
                _failures++;
                session.Log(SshLogLevel.Warning, $"Authentication failed: {_description} (attempt {_failures}).", _user);
                if (!Exhausted)
                {
                    _ = LibSsh.ssh_message_reply_default(_message);
                }
                break;
        }
    }

    private unsafe void Ask(IReadOnlyList<SshPrompt> prompts)
    {
        Span<nint> texts = stackalloc nint[prompts.Count];
        Span<byte> echo = stackalloc byte[prompts.Count];
        try
        {
            for (int i = 0; i < prompts.Count; i++)
            {
                texts[i] = Marshal.StringToCoTaskMemUTF8(prompts[i].Text);
                echo[i] = prompts[i].Echo ? (byte)1 : (byte)0;
            }
            fixed (nint* first = texts)
            fixed (byte* firstEcho = echo)
            {
                _ = LibSsh.ssh_message_auth_interactive_request(_message, "", "", (uint)prompts.Count, first, firstEcho);
            }
        }
        finally
        {
            foreach (nint text in texts)
            {
                Marshal.FreeCoTaskMem(text);
            }
        }
    }

    private void SendBanner(nint native)
    {
        if (_bannerSent || context.Options.Banner is not { Length: > 0 } banner)
        {
            return;
        }
        _bannerSent = true;
        nint text = LibSsh.ssh_string_from_char(banner);
        try
        {
            _ = LibSsh.ssh_send_issue_banner(native, text);
        }
        catch (EntryPointNotFoundException)
        {
            session.Log(SshLogLevel.Debug, "This libssh is too old to send a banner.");
        }
        finally
        {
            LibSsh.ssh_string_free(text);
        }
    }

    private SshUserRequest Request(string user) => new(user, session.RemoteEndPoint, clientVersion);

    private readonly record struct Outcome(Verdict Verdict, IReadOnlyList<SshPrompt>? Prompts = null);
}
