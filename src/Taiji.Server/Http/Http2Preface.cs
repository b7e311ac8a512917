using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Taiji.Server.Http;

/// <summary>Looks at a connection's first bytes without consuming them.</summary>
internal static class Http2Preface
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Whether the client begins with HTTP/2's preface. Ends as soon as the bytes tell.</summary>
    public static async ValueTask<bool> IsNextAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var verdict = Decide(result);
            // Nothing is examined once it is decided, so that the server's own first read returns at once.
            input.AdvanceTo(result.Buffer.Start, verdict is null ? result.Buffer.End : result.Buffer.Start);
            if (verdict is { } decided) return decided;
        }
    }

    private static bool? Decide(ReadResult result)
    {
        var length = (int)Math.Min(result.Buffer.Length, Preface.Length);
        Span<byte> start = stackalloc byte[length];
        result.Buffer.Slice(0, length).CopyTo(start);
        if (!Preface.StartsWith(start)) return false;
        if (length == Preface.Length) return true;
        return result.IsCompleted || result.IsCanceled ? false : null;
    }
}
