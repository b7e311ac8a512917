using System.Buffers;
using System.IO.Pipelines;
using Taiji.Datastores.Sessions;
using Taiji.Server.Subscriptions;

namespace Taiji.Server.RestconfApi.DynamicStreams;

/// <summary>The receiver of one subscription over RESTCONF: the reply to the GET of its URI (RFC 8650 §3.4).</summary>
/// <param name="session">On whose behalf.</param>
/// <param name="encoding">The encoding where none is asked for: that of the request.</param>
internal sealed class SubscriberConnection(Session session, DataEncoding encoding) : ISubscriptionReceiver, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private PipeWriter? _output;
    private DateTimeOffset _opened;
    private int _isTaken;

    /// <summary>The subscription; known once it is established.</summary>
    public ActiveSubscription? Subscription { get; set; }

    /// <summary>Where the GET goes.</summary>
    public string? Uri { get; set; }

    /// <inheritdoc/>
    public Session Session => session;

    /// <inheritdoc/>
    public string Name => $"restconf-{session.Id}";

    /// <inheritdoc/>
    public CancellationToken Ended => session.Closed;

    /// <inheritdoc/>
    public string Encoding => encoding == DataEncoding.Json ? "encode-json" : "encode-xml";

    /// <inheritdoc/>
    public bool IsToldOfModification => true;

    /// <inheritdoc/>
    public bool Supports(string encoding) => encoding is "encode-json" or "encode-xml";

    /// <inheritdoc/>
    public bool IsOf(Session other) => other.User == session.User;

    /// <summary>The GET has come, or won't any more.</summary>
    /// <returns>False when one has come already (RFC 8650 §3.4).</returns>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Notifications go there from now on.</summary>
    /// <param name="output">The reply's body.</param>
    public void Open(PipeWriter output)
    {
        _opened = Subscription!.Time.GetUtcNow();
        _output = output;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(SubscriptionMessage message, bool hasMore, CancellationToken cancellationToken)
    {
        // It is active from the GET on (RFC 8650 §3): what happened before is replayed where that was asked for.
        if (message is EventMessage && message.Time < _opened && Subscription!.Terms.ReplayStart is null) return;
        var isJson = Subscription!.Terms.Encoding == "encode-json";
        var text = await SubscriptionText.OfAsync(message, isJson ? DataEncoding.Json : DataEncoding.Xml, cancellationToken).ConfigureAwait(false);
        await WriteAsync("data: "u8.ToArray(), text, hasMore, cancellationToken).ConfigureAwait(false);
        session.Counters.CountOutNotification();
    }

    /// <summary>A comment, so that everybody on the way sees that the connection lives.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask BeatAsync(CancellationToken cancellationToken) => WriteAsync(":"u8.ToArray(), default, false, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_output is not { } output) return;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (output.UnflushedBytes > 0) await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        _turn.Dispose();
    }

    private async ValueTask WriteAsync(byte[] head, ReadOnlyMemory<byte> text, bool hasMore, CancellationToken cancellationToken)
    {
        if (_output is not { } output) throw new IOException("The subscriber isn't there.");
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            output.Write(head);
            output.Write(text.Span);
            output.Write("\n\n"u8);
            if (hasMore) return;
            var flushed = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (flushed.IsCompleted) throw new IOException("The subscriber has gone.");
        }
        finally
        {
            _turn.Release();
        }
    }
}
