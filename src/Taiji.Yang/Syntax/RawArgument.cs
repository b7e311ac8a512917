namespace Taiji.Yang.Syntax;

/// <summary>How an argument is written.</summary>
internal enum ArgumentForm : byte
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The bytes between start and end are the value.</summary>
    Unquoted,

    /// <summary>One quoted string without escapes and line breaks: the bytes between the quotes are the value.</summary>
    Plain,

    /// <summary>Needs unescaping, trimming or concatenation.</summary>
    Complex,
}

/// <summary>An argument as it stands in the source: quotes included.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="End">Offset after its last byte.</param>
internal readonly record struct RawArgument(ArgumentForm Form, int Start, int End);
