using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Taiji.Server.JsonRpcApi.BatchCommands;

/// <summary>A process in a session of its own, with a pseudo-terminal that is its controlling one.</summary>
internal sealed unsafe class TerminalProcess : IDisposable
{
    // More than the C library's structures have on any platform there is.
    private const int StructureSize = 1024;
    private const int NameSize = 128;

    private readonly int _process;
    private readonly FileStream _terminal;
    private int _isEnded;

    /// <summary>Starts it.</summary>
    /// <param name="words">The program's path and its arguments.</param>
    /// <param name="width">The terminal's columns.</param>
    /// <param name="height">The terminal's lines.</param>
    /// <exception cref="IOException">It can't be started.</exception>
    public TerminalProcess(IReadOnlyList<string> words, int width, int height)
    {
        var master = Libc.OpenTerminal(Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec);
        if (master < 0) throw new IOException("there is no pseudo-terminal left");
        _terminal = new FileStream(new SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, 0);
        try
        {
            var size = stackalloc ushort[4] { (ushort)height, (ushort)width, 0, 0 };
            var name = stackalloc byte[NameSize];
            if (Libc.Grant(master) != 0 || Libc.Unlock(master) != 0 || Libc.NameOf(master, name, NameSize) != 0 || Libc.Control(master, Libc.SetWindowSize, size) != 0)
                throw new IOException("the pseudo-terminal can't be used");
            _process = Spawn(words, name);
        }
        catch
        {
            _terminal.Dispose();
            throw;
        }
    }

    /// <summary>What it prints and what is typed.</summary>
    public Stream Stream => _terminal;

    /// <summary>Waits until it has ended.</summary>
    public void Wait()
    {
        int status;
        while (Libc.Wait(_process, &status, 0) < 0 && Marshal.GetLastPInvokeError() == 4)
        {
        }

        Interlocked.Exchange(ref _isEnded, 1);
    }

    /// <summary>Sends a signal to it and all it has started.</summary>
    /// <param name="signal">The signal's number.</param>
    public void Signal(int signal)
    {
        if (Volatile.Read(ref _isEnded) == 0) _ = Libc.Signal(-_process, signal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Signal(Libc.Hangup);
        Signal(Libc.Continue);
        Signal(Libc.Kill);
        _terminal.Dispose();
    }

    // The first terminal that the leader of a session without one opens becomes its controlling terminal.
    private static int Spawn(IReadOnlyList<string> words, byte* terminal)
    {
        var actions = stackalloc byte[StructureSize];
        var attributes = stackalloc byte[StructureSize];
        _ = Libc.BeginActions(actions);
        _ = Libc.BeginAttributes(attributes);
        var arguments = Strings(words);
        var environment = Strings(["TERM=xterm", .. BatchCommandLine.Environment.Select(e => $"{e.Key}={e.Value}")]);
        try
        {
            _ = Libc.ThenOpen(actions, 0, terminal, Libc.ReadWrite, 0);
            _ = Libc.ThenDuplicate(actions, 0, 1);
            _ = Libc.ThenDuplicate(actions, 0, 2);
            _ = Libc.SetFlags(attributes, Libc.SpawnSetSid);
            int process;
            var error = Libc.Spawn(&process, arguments[0], actions, attributes, arguments, environment);
            return error == 0 ? process : throw new IOException($"'{words[0]}' can't be started: {Marshal.GetPInvokeErrorMessage(error)}");
        }
        finally
        {
            Free(arguments);
            Free(environment);
            _ = Libc.EndActions(actions);
            _ = Libc.EndAttributes(attributes);
        }
    }

    private static byte** Strings(IReadOnlyList<string> texts)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(texts[i]);
            array[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(array[i], bytes.Length));
        }

        return array;
    }

    private static void Free(byte** strings)
    {
        for (var i = 0; strings[i] != null; i++) NativeMemory.Free(strings[i]);
        NativeMemory.Free(strings);
    }
}
