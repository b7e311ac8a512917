namespace Taiji.Yang.XPath;

/// <summary>Why a text is no XPath expression.</summary>
/// <param name="Position">Where, in characters from 0.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record XPathSyntaxError(int Position, string Message);
