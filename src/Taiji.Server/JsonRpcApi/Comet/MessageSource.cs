using System.Text.Json;
using System.Text.Encodings.Web;
using System.Buffers;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>What sends messages to a comet channel: a subscription or a batch command, by its handle.</summary>
/// <param name="handle">The handle.</param>
/// <param name="tag">The method that made it.</param>
internal abstract class MessageSource(string handle, string tag)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The handle.</summary>
    public string Handle { get; } = handle;

    /// <summary>The method that made it.</summary>
    public string Tag { get; } = tag;

    /// <summary>The parameters that it was made with, as JSON.</summary>
    public required string Parameters { get; init; }

    /// <summary>The channel's id.</summary>
    public required string CometId { get; init; }

    /// <summary>The channel.</summary>
    public required CometChannel Channel { get; init; }

    /// <summary>Whether it sends.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Whether it has ended by itself: nothing more comes of it.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether it is a batch command.</summary>
    public virtual bool IsCommand => false;

    /// <summary>Begins to send.</summary>
    public void Start()
    {
        if (IsStarted) return;
        IsStarted = true;
        OnStart();
    }

    /// <summary>Ends it.</summary>
    public virtual void Stop()
    {
    }

    /// <summary>Begins to send.</summary>
    protected abstract void OnStart();

    /// <summary>Notes that it has ended by itself.</summary>
    protected void Ended() => IsStopped = true;

    /// <summary>Sends a message.</summary>
    /// <param name="json">The message.</param>
    public void Send(ReadOnlyMemory<byte> json) => Channel.Send(new CometMessage(Handle, json));

    /// <summary>Sends a string.</summary>
    /// <param name="text">The string.</param>
    protected void Send(string text) => Send(Json(w => w.WriteStringValue(text)));

    /// <summary>Makes a message.</summary>
    /// <param name="write">Writes its value.</param>
    public static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        write(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
