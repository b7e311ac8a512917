using System.Buffers;
using System.IO.Pipelines;
using Taiji.Netconf.Messages;
using Taiji.Yang.Schema;

namespace Taiji.Netconf.Serving;

/// <summary>Writes an <c>rpc-reply</c> (RFC 6241 §4.2).</summary>
internal static class ReplyWriter
{
    public static async ValueTask WriteAsync(
        PipeWriter output, RpcEnvelope envelope, NetconfReply reply, YangSchema? schema, CancellationToken cancellationToken)
    {
        envelope.WriteStart(output);
        foreach (var error in reply.Errors) RpcErrorWriter.Write(output, error, envelope.Prefix, schema);
        if (reply.Content is not null) await WriteContentAsync(output, envelope, reply, cancellationToken).ConfigureAwait(false);
        else if (reply.Errors.Count == 0) output.WriteRaw($"<{envelope.Prefix}ok{reply.OkAttributes}/>");
        envelope.WriteEnd(output);
    }

    private static async ValueTask WriteContentAsync(PipeWriter output, RpcEnvelope envelope, NetconfReply reply, CancellationToken cancellationToken)
    {
        var prefix = reply.WrapperNamespace is null ? envelope.Prefix : "";
        var declaration = reply.WrapperNamespace is null ? "" : $" xmlns=\"{reply.WrapperNamespace}\"";
        if (reply.Wrapper is not null) output.WriteRaw($"<{prefix}{reply.Wrapper}{declaration}{reply.WrapperAttributes}>");
        await reply.Content!(output, cancellationToken).ConfigureAwait(false);
        if (reply.Wrapper is not null) output.WriteRaw($"</{prefix}{reply.Wrapper}>");
    }
}
