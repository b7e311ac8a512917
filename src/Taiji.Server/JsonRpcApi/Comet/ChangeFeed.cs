using System.Collections.Concurrent;
using System.Threading.Channels;
using Taiji.Datastores.Commit;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>Tells subscriptions of commits: in order, beside the commits themselves, which wait for nobody. What many ask for alike is written once.</summary>
internal sealed class ChangeFeed : IDisposable
{
    private readonly JsonRpcServer _server;
    private readonly ConcurrentDictionary<ChangeSubscription, bool> _subscriptions = new();
    private readonly Channel<CommitChange> _commits = Channel.CreateUnbounded<CommitChange>(new UnboundedChannelOptions { SingleReader = true });

    public ChangeFeed(JsonRpcServer server)
    {
        _server = server;
        server.Operations.Committed += Committed;
        _ = Task.Run(RunAsync);
    }

    /// <summary>Begins to tell.</summary>
    /// <param name="subscription">Whom.</param>
    public void Add(ChangeSubscription subscription) => _subscriptions[subscription] = true;

    /// <summary>Tells no more.</summary>
    /// <param name="subscription">Whom.</param>
    public void Remove(ChangeSubscription subscription) => _subscriptions.TryRemove(subscription, out _);

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Operations.Committed -= Committed;
        _commits.Writer.TryComplete();
    }

    private void Committed(CommitChange commit)
    {
        if (!_subscriptions.IsEmpty) _commits.Writer.TryWrite(commit);
    }

    private async Task RunAsync()
    {
        await foreach (var commit in _commits.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var written = new Dictionary<(string, bool, bool), ReadOnlyMemory<byte>?>();
            foreach (var subscription in _subscriptions.Keys) Tell(subscription, commit, written);
        }
    }

    private void Tell(ChangeSubscription subscription, CommitChange commit, Dictionary<(string, bool, bool), ReadOnlyMemory<byte>?> written)
    {
        if (subscription.SkipsLocal && commit.Session == subscription.Session.Datastores) return;
        if (subscription.Session.Closed.IsCancellationRequested) return;
        // What one may see another may not: only who sees everything shares.
        if (_server.Readable(subscription.Session) is { } readable)
        {
            if (Write(subscription, commit, readable) is { } own) subscription.Send(own);
            return;
        }

        var key = (subscription.PathText, subscription.HidesChanges, subscription.HidesValues);
        if (!written.TryGetValue(key, out var message)) written.Add(key, message = Write(subscription, commit, null));
        if (message is { } json) subscription.Send(json);
    }

    // Null when nothing below the path has changed.
    private ReadOnlyMemory<byte>? Write(ChangeSubscription subscription, CommitChange commit, Func<DataNode, bool>? readable)
    {
        var changes = MessageSource.Json(w => new ChangeList(_server.Names, w, readable) { HidesValues = subscription.HidesValues }.Write(commit.Diff, subscription.Path));
        if (changes.Span.SequenceEqual("[]"u8)) return null;
        return MessageSource.Json(w =>
        {
            w.WriteStartObject();
            w.WriteString("db"u8, "running"u8);
            if (!subscription.HidesChanges)
            {
                w.WritePropertyName("changes"u8);
                w.WriteRawValue(changes.Span, skipInputValidation: true);
            }

            w.WriteString("user"u8, commit.Session?.User ?? "system");
            w.WriteString("ip"u8, commit.Session is { } session ? SessionDescription.AddressOf(session) : "127.0.0.1");
            w.WriteEndObject();
        });
    }
}

/// <summary>A subscription to commits.</summary>
/// <param name="handle">Its handle.</param>
/// <param name="feed">Tells it.</param>
internal sealed class ChangeSubscription(string handle, ChangeFeed feed) : MessageSource(handle, "subscribe_changes")
{
    public required WebSession Session { get; init; }

    /// <summary>The node at or below which changes are told; null for all.</summary>
    public required DataPath? Path { get; init; }

    public required string PathText { get; init; }

    public bool SkipsLocal { get; init; }

    public bool HidesChanges { get; init; }

    public bool HidesValues { get; init; }

    /// <inheritdoc/>
    public override void Stop() => feed.Remove(this);

    /// <inheritdoc/>
    protected override void OnStart() => feed.Add(this);
}
