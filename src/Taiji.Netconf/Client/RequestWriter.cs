using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Pipelines;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;

namespace Taiji.Netconf.Client;

/// <summary>Writes requests one after the other, whoever sends them. Those that others queue up behind leave together with the last of them.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no handle, and requests may still ask for their turn at the session's end.")]
internal sealed class RequestWriter(PipeWriter output, Vendors.DeviceProfile profile)
{
    private readonly FrameWriter _frames = new(output);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _start = $"<rpc xmlns=\"{NetconfNamespaces.Base}\"{profile.Declarations} message-id=\"";
    private int _queued;

    /// <summary>The framing in force.</summary>
    public FramingMode Mode
    {
        get => _frames.Mode;
        set => _frames.Mode = value;
    }

    public async Task WriteHelloAsync(HelloMessage hello, CancellationToken cancellationToken)
    {
        hello.Write(_frames);
        _frames.EndMessage();
        await _frames.FlushOutputAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a request.</summary>
    /// <param name="id">Its message-id.</param>
    /// <param name="operation">The operation's element.</param>
    /// <param name="cancellationToken">Gives up before its turn; a request that was begun is written to its end.</param>
    /// <param name="closing">Gives up at once, with the session.</param>
    public async ValueTask WriteRequestAsync(long id, string operation, CancellationToken cancellationToken, CancellationToken closing)
    {
        Interlocked.Increment(ref _queued);
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Somebody may have left their request to this one's flush.
            if (Interlocked.Decrement(ref _queued) == 0) await FlushAsync(closing).ConfigureAwait(false);
            throw;
        }

        try
        {
            _frames.WriteRaw(_start);
            WriteNumber(id);
            _frames.WriteRaw("\">");
            _frames.WriteRaw(operation);
            _frames.WriteRaw("</rpc>");
            _frames.EndMessage();
        }
        finally
        {
            try
            {
                if (Interlocked.Decrement(ref _queued) == 0) await _frames.FlushOutputAsync(closing).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Ends the output once whoever writes has finished.</summary>
    public async ValueTask CompleteAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _frames.Complete();
        _turn.Release();
    }

    private async ValueTask FlushAsync(CancellationToken closing)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _frames.FlushOutputAsync(closing).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void WriteNumber(long number)
    {
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        _frames.WriteRaw(digits[..count]);
    }
}
