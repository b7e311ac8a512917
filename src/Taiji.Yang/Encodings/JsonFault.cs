using System.Globalization;
using System.Text.Json;

namespace Taiji.Yang.Encodings;

/// <summary>What is wrong with JSON text, for a client.</summary>
public static class JsonFault
{
    /// <summary>The reason, with the place as editors count: lines from 1, and bytes of the line from 1.</summary>
    /// <param name="exception">From the reader.</param>
    public static string Describe(JsonException exception)
    {
        var message = exception.Message;
        if (exception is not { LineNumber: { } line, BytePositionInLine: { } position }) return "not JSON: " + message;
        var place = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"not JSON: {(place < 0 ? message : message[..place])} Line {line + 1}, position {position + 1}.");
    }
}
