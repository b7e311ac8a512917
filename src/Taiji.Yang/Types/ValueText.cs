using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Taiji.Yang.Types;

/// <summary>What the types' parsers share about lexical values.</summary>
internal static class ValueText
{
    private const int QuotedLength = 80;

    /// <summary>The text between quotation marks, for messages; long ones are cut.</summary>
    /// <param name="text">A lexical value.</param>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        var s = Encoding.UTF8.GetString(text);
        return s.Length <= QuotedLength ? $"\"{s}\"" : $"\"{s.AsSpan(0, QuotedLength)}…\"";
    }

    /// <summary>Without white space at both ends (XML's: space, tab, CR, LF).</summary>
    /// <param name="text">A lexical value.</param>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.Length > 0 && text[0] > ' ' && text[^1] > ' ' ? text : text.Trim(" \t\r\n"u8);

    /// <summary>Writes a stored value.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="head">The unions' member indexes.</param>
    /// <param name="value">The stored form.</param>
    public static void Store(IBufferWriter<byte> destination, ReadOnlySpan<byte> head, ReadOnlySpan<byte> value)
    {
        if (!head.IsEmpty) destination.Write(head);
        destination.Write(value);
    }

    /// <summary>Whether the JSON token is of a kind that the type is written with; always when the form isn't JSON.</summary>
    /// <param name="context">The value's context.</param>
    /// <param name="expected">The kind that RFC 7951 §6 prescribes.</param>
    /// <param name="type">The type's name, for the message.</param>
    /// <param name="error">Why not.</param>
    public static bool HasToken(in ValueContext context, JsonKind expected, string type, [NotNullWhen(false)] out ValueError? error)
    {
        if (context.Form != ValueForm.Json || context.Token is not { } token || token == expected)
        {
            error = null;
            return true;
        }

        error = context.IsTrial ? ValueError.Trial
            : new ValueError($"The type '{type}' is written as {Describe(expected)} in JSON, not as {Describe(token)}.");
        return false;
    }

    private static string Describe(JsonKind kind) => kind switch
    {
        JsonKind.String => "a string",
        JsonKind.Number => "a number",
        JsonKind.Boolean => "true or false",
        _ => "[null]",
    };
}
