namespace Taiji.Yang.XPath.Evaluation;

/// <summary>What a term is evaluated for (XPath 1.0 §1).</summary>
/// <param name="Node">The context node.</param>
/// <param name="Position">The context position, from 1.</param>
/// <param name="Size">The context size.</param>
internal readonly record struct TermContext(XPathNode Node, long Position, long Size);
