using Taiji.Netconf.Serving;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>An rpc or action that a module defines (RFC 7950 §7.14, §7.15).</summary>
internal sealed class InvokeOperation(OperationContext context, OperationNode operation, DataPath? target, DataTree input) : INetconfOperation
{
    /// <summary>Reads an rpc.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request, OperationNode rpc)
    {
        KnownAttributes.Demand(request.Reader);
        return new InvokeOperation(context, rpc, null, context.InputReader.ReadTree(request.Reader, rpc.Input));
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var output = await context.Operations.InvokeAsync(context.Session, operation, target, input, cancellationToken);
        return output.IsEmpty
            ? NetconfReply.Ok
            : NetconfReply.Output((destination, cancel) => XmlDataWriter.WriteAsync(destination, output.Root, null, cancel));
    }
}
