using System.Globalization;

namespace Taiji.Yang.Syntax;

/// <summary>What an argument must look like, apart from what it means (RFC 7950 §14).</summary>
internal enum ArgumentSyntax : byte
{
    None,
    Text,
    Identifier,
    IdentifierReference,
    Boolean,
    Date,
    Uri,
    NonNegative,
    Integer,
    MaxElements,
    Status,
    OrderedBy,
    YangVersion,
    FractionDigits,
    Modifier,
    Deviate,
    EnumName,
    Path,
    AbsolutePath,
    DescendantPath,
    Identifiers,
    DescendantPaths,
}

/// <summary>Checks arguments against <see cref="ArgumentSyntax"/>.</summary>
internal static class ArgumentRules
{
    private static readonly char[] Separators = [' ', '\t', '\n', '\r'];

    /// <summary>What was expected; null when the argument is right.</summary>
    public static string? Check(ArgumentSyntax syntax, string text, bool version11) => syntax switch
    {
        ArgumentSyntax.Identifier => IsIdentifier(text, version11) ? null : version11
            ? "an identifier (a letter or '_', then letters, digits, '_', '-', '.')"
            : "an identifier (a letter or '_', then letters, digits, '_', '-', '.'; not starting with 'xml')",
        ArgumentSyntax.IdentifierReference => IsIdentifierReference(text, version11) ? null : "an identifier, with or without a prefix",
        ArgumentSyntax.Boolean => OneOf(text, "true", "false"),
        ArgumentSyntax.Date => IsDate(text) ? null : "a date, YYYY-MM-DD",
        ArgumentSyntax.Uri => IsUri(text) ? null : "a URI",
        ArgumentSyntax.NonNegative => IsNonNegative(text) ? null : "a non-negative integer up to 4294967295",
        ArgumentSyntax.Integer => IsInteger(text) ? null : "an integer from -2147483648 to 2147483647",
        ArgumentSyntax.MaxElements => text == "unbounded" || (IsNonNegative(text) && text != "0") ? null : "'unbounded' or a positive integer up to 4294967295",
        ArgumentSyntax.Status => OneOf(text, "current", "deprecated", "obsolete"),
        ArgumentSyntax.OrderedBy => OneOf(text, "user", "system"),
        ArgumentSyntax.YangVersion => OneOf(text, "1", "1.1"),
        ArgumentSyntax.FractionDigits => IsNonNegative(text) && text.Length <= 2 && int.Parse(text, CultureInfo.InvariantCulture) is >= 1 and <= 18
            ? null : "an integer from 1 to 18",
        ArgumentSyntax.Modifier => OneOf(text, "invert-match"),
        ArgumentSyntax.Deviate => OneOf(text, "add", "delete", "replace", "not-supported"),
        ArgumentSyntax.EnumName => text.Length > 0 && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1])
            ? null : "a name that is not empty and has no white space at its ends",
        ArgumentSyntax.Path => IsSchemaPath(text, version11) ? null : "a schema node identifier",
        ArgumentSyntax.AbsolutePath => text.StartsWith('/') && IsSchemaPath(text, version11) ? null : "an absolute schema node identifier: /prefix:name/…",
        ArgumentSyntax.DescendantPath => !text.StartsWith('/') && IsSchemaPath(text, version11) ? null : "a descendant schema node identifier: name/name…",
        ArgumentSyntax.Identifiers => AreAll(text, part => IsIdentifierReference(part, version11)) ? null : "the names of leafs, with white space between them",
        ArgumentSyntax.DescendantPaths => AreAll(text, part => !part.StartsWith('/') && IsSchemaPath(part, version11)) ? null
            : "descendant schema node identifiers, with white space between them",
        _ => null,
    };

    /// <summary>The items of an argument that is a list of names or paths.</summary>
    public static string[] Split(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    public static bool IsIdentifier(ReadOnlySpan<char> text, bool version11)
    {
        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] == '_')) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')) return false;
        }

        // RFC 6020 §12; RFC 7950 §1.1 lifts it.
        return version11 || !text.StartsWith("xml", StringComparison.OrdinalIgnoreCase);
    }

    public static bool IsIdentifierReference(ReadOnlySpan<char> text, bool version11)
    {
        var colon = text.IndexOf(':');
        return colon < 0 ? IsIdentifier(text, version11) : IsIdentifier(text[..colon], version11) && IsIdentifier(text[(colon + 1)..], version11);
    }

    private static bool AreAll(string text, Predicate<string> isRight) => Split(text) is { Length: > 0 } parts && Array.TrueForAll(parts, isRight);

    private static bool IsSchemaPath(ReadOnlySpan<char> text, bool version11)
    {
        if (text.StartsWith("/")) text = text[1..];
        foreach (var part in text.Split('/'))
        {
            if (!IsIdentifierReference(text[part], version11)) return false;
        }

        return true;
    }

    private static bool IsDate(string text) =>
        text.Length == 10 && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsNonNegative(string text) =>
        text.Length > 0 && (text[0] != '0' || text.Length == 1) && char.IsAsciiDigit(text[0])
        && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsInteger(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return digits.Length > 0 && (digits[0] != '0' || digits.Length == 1)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) && char.IsAsciiDigit(digits[0]);
    }

    private static bool IsUri(string text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}' or > '~') return false;
        }

        return text.Length > 0;
    }

    private static string? OneOf(string text, params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            if (text == value) return null;
        }

        return string.Join(" or ", values.ToArray().Select(v => $"'{v}'"));
    }
}
