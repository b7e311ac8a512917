using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>The text of one response, written as the method gives its result; an error in between takes its place.</summary>
internal sealed class ResponseText
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly string _id;
    private readonly long _begin;

    /// <summary>Begins.</summary>
    /// <param name="id">The id as JSON; null when there is none.</param>
    public ResponseText(string? id)
    {
        _id = id ?? "null";
        Result = new Utf8JsonWriter(_buffer, WriterOptions);
        WriteHead();
        Result.WritePropertyName("result"u8);
        _begin = Written;
    }

    /// <summary>Where the result's value goes.</summary>
    public Utf8JsonWriter Result { get; }

    private long Written => Result.BytesCommitted + Result.BytesPending;

    /// <summary>The whole object, with the result that was written, or an empty object.</summary>
    public ReadOnlyMemory<byte> Succeed()
    {
        if (Written == _begin)
        {
            Result.WriteStartObject();
            Result.WriteEndObject();
        }

        return End();
    }

    /// <summary>The whole object with an error.</summary>
    /// <param name="error">The error.</param>
    public ReadOnlyMemory<byte> Fail(JsonRpcError error)
    {
        _buffer.ResetWrittenCount();
        Result.Reset(_buffer);
        WriteHead();
        Result.WritePropertyName("error"u8);
        error.Write(Result);
        return End();
    }

    private void WriteHead()
    {
        Result.WriteStartObject();
        Result.WriteString("jsonrpc"u8, "2.0"u8);
        Result.WritePropertyName("id"u8);
        Result.WriteRawValue(_id, skipInputValidation: true);
    }

    private ReadOnlyMemory<byte> End()
    {
        Result.WriteEndObject();
        Result.Flush();
        Result.Dispose();
        return _buffer.WrittenMemory;
    }
}
