using System.Runtime.InteropServices;
using Taiji.Ssh.Keys;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.ClientSide;

/// <summary>Tries the credentials that the options have, as far as the server offers their methods (RFC 4252).</summary>
internal sealed class SshClientAuthentication(SshClientSession session, SshClientOptions options)
{
    private readonly List<string> _tried = [];
    private int _methods;

    /// <summary>Logs in.</summary>
    /// <exception cref="SshAuthenticationException">Nothing was accepted; the message says what was tried.</exception>
    /// <exception cref="SshConnectException">The connection was lost meanwhile.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TryAllAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SshConnectException e) when (_tried.Count > 0)
        {
            // A server that has heard enough wrong credentials answers the last one by hanging up.
            throw new SshAuthenticationException($"Authentication of {options.User} broke off after {string.Join(", ", _tried)}: {e.Message}");
        }
    }

    private async Task TryAllAsync(CancellationToken cancellationToken)
    {
        // "none" is how a server is asked what it offers; some let it in.
        if (await TryAsync(s => LibSsh.ssh_userauth_none(s, 0)).ConfigureAwait(false) ||
            await TryKeysAsync().ConfigureAwait(false) ||
            await TryAgentAsync().ConfigureAwait(false) ||
            await TryPasswordAsync().ConfigureAwait(false) ||
            await TryInteractiveAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }
        throw new SshAuthenticationException(
            $"The server refuses {options.User}: tried {(_tried.Count == 0 ? "nothing" : string.Join(", ", _tried))}; it offers {Offered()}.");
    }

    private async Task<bool> TryKeysAsync()
    {
        foreach (SshPrivateKey key in options.PrivateKeys)
        {
            if ((_methods & LibSsh.AuthMethodPublicKey) == 0)
            {
                return false;
            }
            _tried.Add($"publickey {key.PublicKey.Fingerprint}");
            nint native = key.ToHandle();
            try
            {
                if (await TryAsync(s => LibSsh.ssh_userauth_publickey(s, 0, native)).ConfigureAwait(false))
                {
                    return true;
                }
            }
            finally
            {
                LibSsh.ssh_key_free(native);
            }
        }
        return false;
    }

    private async Task<bool> TryAgentAsync()
    {
        if (!options.UseAgent || (_methods & LibSsh.AuthMethodPublicKey) == 0)
        {
            return false;
        }
        _tried.Add("the agent's keys");
        return await TryAsync(s => LibSsh.ssh_userauth_agent(s, 0)).ConfigureAwait(false);
    }

    private async Task<bool> TryPasswordAsync()
    {
        if (options.Password is not { } password || (_methods & LibSsh.AuthMethodPassword) == 0)
        {
            return false;
        }
        _tried.Add("password");
        return await TryAsync(s => LibSsh.ssh_userauth_password(s, 0, password)).ConfigureAwait(false);
    }

    private async Task<bool> TryInteractiveAsync(CancellationToken cancellationToken)
    {
        // After a refused password the same password is worth no second attempt.
        bool worthwhile = options.AnswerPrompts is not null || (options.Password is not null && !_tried.Contains("password"));
        if (!worthwhile || (_methods & LibSsh.AuthMethodInteractive) == 0)
        {
            return false;
        }
        _tried.Add("keyboard-interactive");
        while (true)
        {
            int result = await CallAsync(s => LibSsh.ssh_userauth_kbdint(s, 0, 0)).ConfigureAwait(false);
            if (result != LibSsh.AuthInfo)
            {
                return await AcceptAsync(result).ConfigureAwait(false);
            }
            IReadOnlyList<SshPrompt> prompts = await session.CallAsync(Prompts).ConfigureAwait(false);
            IReadOnlyList<string> answers = await AnswerAsync(prompts, cancellationToken).ConfigureAwait(false);
            await session.CallAsync(s => SetAnswers(s, answers)).ConfigureAwait(false);
        }
    }

    private ValueTask<IReadOnlyList<string>> AnswerAsync(IReadOnlyList<SshPrompt> prompts, CancellationToken cancellationToken)
    {
        if (prompts.Count == 0)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>([]);
        }
        if (options.AnswerPrompts is { } answer)
        {
            return answer(prompts, cancellationToken);
        }
        return prompts.Count == 1
            ? ValueTask.FromResult<IReadOnlyList<string>>([options.Password!])
            : throw new SshAuthenticationException($"The server asks {prompts.Count} questions, and nobody is there to answer.");
    }

    private async Task<bool> TryAsync(Func<nint, int> attempt) =>
        await AcceptAsync(await CallAsync(attempt).ConfigureAwait(false)).ConfigureAwait(false);

    private Task<int> CallAsync(Func<nint, int> attempt) => session.CallAsync(s =>
    {
        int result = attempt(s);
        return result == LibSsh.AuthAgain ? default : new SshCallResult<int>(result);
    });

    private async Task<bool> AcceptAsync(int result)
    {
        if (result == LibSsh.AuthSuccess)
        {
            return true;
        }
        if (result == LibSsh.Error)
        {
            string reason = await session.CallAsync(s => new SshCallResult<string>(LibSsh.LastError(s))).ConfigureAwait(false);
            throw new SshAuthenticationException($"Authentication of {options.User} broke off: {reason}.");
        }
        _methods = await session.CallAsync(s => new SshCallResult<int>(LibSsh.ssh_userauth_list(s, 0))).ConfigureAwait(false);
        return false;
    }

    private static unsafe SshCallResult<IReadOnlyList<SshPrompt>> Prompts(nint native)
    {
        SshPrompt[] prompts = new SshPrompt[Math.Max(0, LibSsh.ssh_userauth_kbdint_getnprompts(native))];
        for (int i = 0; i < prompts.Length; i++)
        {
            byte echo = 0;
            string text = Marshal.PtrToStringUTF8(LibSsh.ssh_userauth_kbdint_getprompt(native, (uint)i, &echo)) ?? "";
            prompts[i] = new SshPrompt(text, echo != 0);
        }
        return new(prompts);
    }

    private static SshCallResult<bool> SetAnswers(nint native, IReadOnlyList<string> answers)
    {
        for (int i = 0; i < answers.Count; i++)
        {
            if (LibSsh.ssh_userauth_kbdint_setanswer(native, (uint)i, answers[i]) != LibSsh.Ok)
            {
                throw new SshAuthenticationException($"There is no question for answer {i + 1}.");
            }
        }
        return new(true);
    }

    private string Offered()
    {
        List<string> names = [];
        foreach ((int bit, string name) in ((int, string)[])
            [(LibSsh.AuthMethodPublicKey, "publickey"), (LibSsh.AuthMethodPassword, "password"), (LibSsh.AuthMethodInteractive, "keyboard-interactive")])
        {
            if ((_methods & bit) != 0)
            {
                names.Add(name);
            }
        }
        return names.Count == 0 ? "none of its methods" : string.Join(", ", names);
    }
}
