using System.Collections.Concurrent;
using Taiji.Netconf.Messages;
using Taiji.Netconf.Serving;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Tests.Support;

/// <summary>Operations for tests: what an operation does is what its name says.</summary>
internal sealed class FakeOperations : INetconfOperations
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads the content of a <c>read</c>, up to its end tag.</summary>
    public Action<System.Xml.XmlReader>? Reading { get; set; }

    /// <summary>The operations done, in order.</summary>
    public ConcurrentQueue<string> Done { get; } = new();

    /// <summary>Completes when a <c>wait</c> is being done.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets a <c>wait</c> end.</summary>
    public void Release() => _released.SetResult();

    public INetconfOperation Read(RpcRequest request)
    {
        var name = request.Reader.LocalName;
        var size = request.Reader.GetAttribute("size");
        if (name == "read") Reading!(request.Reader);
        if (name == "again") request.Restart();
        request.Reader.Skip();
        if (name == "refuse-early") throw new RpcErrorException(Error("early"));
        return new Operation(async cancel =>
        {
            Done.Enqueue(name);
            return name switch
            {
                "ok" or "read" or "again" => NetconfReply.Ok,
                "close-session" => NetconfReply.Close(),
                "refuse" => throw new RpcErrorException(Error("one"), Error("two")),
                "break" => throw new InvalidOperationException("a bug"),
                "wait" => await WaitAsync(cancel),
                "data" => Data(int.Parse(size ?? "1", System.Globalization.CultureInfo.InvariantCulture), null),
                "data-then-refuse" => Data(int.Parse(size!, System.Globalization.CultureInfo.InvariantCulture), new RpcErrorException(Error("late"))),
                "notify" => NetconfReply.OkThen(() => _ = NotifyAsync(request.Session)),
                _ => throw new RpcErrorException(Error("unknown")),
            };
        });
    }

    private static async Task NotifyAsync(NetconfServerSession session)
    {
        session.HasSubscription = true;
        for (var i = 0; i < 3; i++)
        {
            var n = i;
            await session.SendNotificationAsync(
                DateTimeOffset.UnixEpoch.AddSeconds(i),
                (output, _) =>
                {
                    output.WriteRaw($"<happened xmlns=\"urn:n\">{n}</happened>");
                    return default;
                },
                session.Ended);
        }
    }

    private static RpcError Error(string message) => new() { Type = ErrorType.Protocol, Tag = ErrorTag.OperationFailed, Message = message };

    private static NetconfReply Data(int size, Exception? failure) => NetconfReply.Data(async (output, cancel) =>
    {
        for (var i = 0; i < size; i++)
        {
            output.WriteRaw("<x xmlns=\"urn:x\">0123456789</x>");
            if (i % 100 == 0) await output.FlushAsync(cancel);
        }

        if (failure is not null) throw failure;
    });

    private async Task<NetconfReply> WaitAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        await _released.Task.WaitAsync(cancellationToken);
        return NetconfReply.Ok;
    }

    private sealed class Operation(Func<CancellationToken, Task<NetconfReply>> run) : INetconfOperation
    {
        public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken) => await run(cancellationToken);
    }
}
