using System.Diagnostics;
using System.Text;
using Taiji.Server.JsonRpcApi.Comet;

namespace Taiji.Server.JsonRpcApi.BatchCommands;

/// <summary>A batch command: what it prints goes to its comet channel, in order, as strings.</summary>
/// <param name="handle">Its handle.</param>
/// <param name="words">The program's path and its arguments.</param>
internal sealed class BatchCommand(string handle, IReadOnlyList<string> words) : MessageSource(handle, "init_cmd"), IDisposable
{
    private const int PieceSize = 4096;
    private readonly Lock _sync = new();
    private readonly ManualResetEventSlim _flows = new(true);
    private TerminalProcess? _terminal;
    private Process? _process;
    private bool _isStopped;

    /// <summary>Its name and arguments, as rules know it.</summary>
    public required string Command { get; init; }

    /// <summary>Whether it has a terminal.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>The terminal's columns.</summary>
    public int Width { get; init; } = 80;

    /// <summary>The terminal's lines.</summary>
    public int Height { get; init; } = 24;

    /// <inheritdoc/>
    public override bool IsCommand => true;

    /// <summary>Writes to its standard input, or types on its terminal.</summary>
    /// <param name="data">The text.</param>
    /// <returns>Whether it runs.</returns>
    public bool Type(string data)
    {
        Stream? input;
        lock (_sync) input = _terminal?.Stream ?? _process?.StandardInput.BaseStream;
        if (input is null) return false;
        try
        {
            input.Write(Encoding.UTF8.GetBytes(data));
            input.Flush();
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Holds its output back: it stands when its terminal is full.</summary>
    public void Suspend() => _flows.Reset();

    /// <summary>Lets its output flow again.</summary>
    public void Resume() => _flows.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _flows.Dispose();
    }

    /// <inheritdoc/>
    public override void Stop()
    {
        lock (_sync)
        {
            _isStopped = true;
            _terminal?.Dispose();
            try
            {
                _process?.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }
        }

        _flows.Set();
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
        lock (_sync)
        {
            if (_isStopped) return;
            Stream output;
            if (HasTerminal)
            {
                _terminal = new TerminalProcess(words, Width, Height);
                output = _terminal.Stream;
            }
            else
            {
                var start = new ProcessStartInfo(words[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
                foreach (var word in words.Skip(1)) start.ArgumentList.Add(word);
                // The server's own holds what is nobody else's business.
                start.Environment.Clear();
                foreach (var (name, value) in BatchCommandLine.Environment) start.Environment[name] = value;
                _process = Process.Start(start)!;
                output = _process.StandardOutput.BaseStream;
                new Thread(() => Pump(_process.StandardError.BaseStream)) { IsBackground = true, Name = "batch command errors" }.Start();
            }

            new Thread(() => Run(output)) { IsBackground = true, Name = "batch command" }.Start();
        }
    }

    private void Run(Stream output)
    {
        Pump(output);
        if (_terminal is not null) _terminal.Wait();
        else _process!.WaitForExit();
        lock (_sync)
        {
            _terminal?.Dispose();
            _process?.Dispose();
            (_terminal, _process) = (null, null);
        }
    }

    private void Pump(Stream output)
    {
        var bytes = new byte[PieceSize];
        var chars = new char[PieceSize + 2];
        // A character's bytes may come in two pieces.
        var decoder = Encoding.UTF8.GetDecoder();
        while (true)
        {
            int read;
            try
            {
                read = output.Read(bytes);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // A terminal that nobody holds any more ends so.
                return;
            }

            if (read == 0) return;
            var length = decoder.GetChars(bytes, 0, read, chars, 0);
            _flows.Wait();
            if (_isStopped) return;
            if (length > 0) Send(new string(chars, 0, length));
        }
    }
}
