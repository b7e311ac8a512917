namespace Taiji.Yang.Types;

/// <summary>Why a text is no XSD regular expression.</summary>
/// <param name="Position">Where, in UTF-16 units from 0.</param>
/// <param name="Message">What is wrong and what was expected.</param>
internal sealed record XsdRegexError(int Position, string Message);
