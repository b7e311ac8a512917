using Taiji.Netconf.Messages;
using Taiji.Netconf.Serving;
using Taiji.Yang.Diagnostics;

namespace Taiji.Clients.Tests.Support;

/// <summary>What a simulated device does: answers by the operation's name.</summary>
internal sealed class DeviceOperations(Func<string, string?, string?> answer) : INetconfOperations
{
    public INetconfOperation Read(RpcRequest request)
    {
        var name = request.Reader.LocalName;
        var content = request.Reader.ReadInnerXml();
        return new Operation(() =>
        {
            if (name == "close-session") return NetconfReply.Close();
            return answer(name, content) is { } data
                ? NetconfReply.Data((output, _) =>
                {
                    output.WriteRaw(data);
                    return default;
                })
                : throw new RpcErrorException(new RpcError { Type = ErrorType.Protocol, Tag = ErrorTag.OperationFailed, Message = $"no {name}" });
        });
    }

    private sealed class Operation(Func<NetconfReply> run) : INetconfOperation
    {
        public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(run());
    }
}
