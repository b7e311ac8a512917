using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.RestconfApi;

/// <summary>Writes data as a reply's body, straight into the response's buffers.</summary>
internal static class DataReplies
{
    /// <summary>200 with the data; the header alone for HEAD.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="found">What to send.</param>
    /// <param name="options">The view.</param>
    public static async Task WriteAsync(RestconfExchange exchange, FoundData found, DataWriteOptions options)
    {
        var response = exchange.Context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaTypes.Of(exchange.ReplyEncoding);
        if (HttpMethods.IsHead(exchange.Context.Request.Method)) return;
        var body = response.BodyWriter;
        if (exchange.ReplyEncoding == DataEncoding.Json)
        {
            if (found is { ListParent: { } parent }) await JsonDataWriter.WriteEntriesAsync(body, parent, found.First.Schema, options, exchange.Aborted).ConfigureAwait(false);
            else await JsonDataWriter.WriteAsync(body, found.First, options, found.First.IsRoot ? "ietf-restconf:data" : null, exchange.Aborted).ConfigureAwait(false);
        }
        else if (found.First.IsRoot)
        {
            body.Write("<data xmlns=\"urn:ietf:params:xml:ns:yang:ietf-restconf\">"u8);
            await XmlDataWriter.WriteAsync(body, found.First, options, exchange.Aborted).ConfigureAwait(false);
            body.Write("</data>"u8);
        }
        else
        {
            await XmlDataWriter.WriteAsync(body, found.First, options, exchange.Aborted).ConfigureAwait(false);
        }

        await body.FlushAsync(exchange.Aborted).ConfigureAwait(false);
    }

    /// <summary>200 with an operation's output (RFC 8040 §3.6.2), or 204 when it is empty.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="output">A tree rooted at the operation's output.</param>
    public static async Task WriteOutputAsync(RestconfExchange exchange, DataTree output)
    {
        var response = exchange.Context.Response;
        if (output.IsEmpty)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var module = exchange.Target.Operation!.Module;
        var options = new DataWriteOptions { Indent = exchange.Options.Indent };
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaTypes.Of(exchange.ReplyEncoding);
        var body = response.BodyWriter;
        if (exchange.ReplyEncoding == DataEncoding.Json)
        {
            await JsonDataWriter.WriteAsync(body, output.Root, options, $"{module.Name}:output", exchange.Aborted).ConfigureAwait(false);
        }
        else
        {
            body.Write(Encoding.UTF8.GetBytes($"<output xmlns=\"{System.Security.SecurityElement.Escape(module.Namespace)}\">"));
            await XmlDataWriter.WriteAsync(body, output.Root, options, exchange.Aborted).ConfigureAwait(false);
            body.Write("</output>"u8);
        }

        await body.FlushAsync(exchange.Aborted).ConfigureAwait(false);
    }

    /// <summary>304 without a body, or an error 412.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="status">304 or 412.</param>
    public static void Unchanged(RestconfExchange exchange, int status)
    {
        if (status != StatusCodes.Status304NotModified) throw PreconditionFailed();
        exchange.Context.Response.StatusCode = status;
    }

    /// <summary>412 operation-failed (RFC 8040 §7).</summary>
    public static RestconfException PreconditionFailed() => new(
        StatusCodes.Status412PreconditionFailed,
        RestconfException.Protocol(Yang.Diagnostics.ErrorTag.OperationFailed, "The resource is not in the state that the request's conditions ask for; its present ETag and Last-Modified are in the header."));
}
