using System.Globalization;
using System.Text.Json;

namespace Taiji.Yang.Encodings;

/// <summary>What is wrong with JSON text, for a client.</summary>
public static class JsonFault
{
    /// <summary>The reason, with the place as editors count: lines from 1, and bytes of the line from 1.</summary>
    /// <param name="exception">From the reader.</param>
    public static string Describe(JsonException exception) =>
        Describe(exception, exception is { LineNumber: { } line, BytePositionInLine: { } column } ? new TextPosition(line, column) : null);

    /// <summary>The same, of what these tokens have met.</summary>
    internal static string Describe(JsonException exception, in JsonTokens tokens) =>
        Describe(exception, exception is { LineNumber: { } line, BytePositionInLine: { } column } ? tokens.PlaceOf(line, column) : null);

    private static string Describe(JsonException exception, TextPosition? at)
    {
        var message = exception.Message;
        if (at is not { } found) return "not JSON: " + message;
        var place = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"not JSON: {(place < 0 ? message : message[..place])} Line {found.Line + 1}, position {found.Column + 1}.");
    }
}
