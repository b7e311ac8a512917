using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Templates;

/// <summary>A piece of a template's XML, with its place.</summary>
/// <param name="Place">Where it is written.</param>
internal abstract record Markup(SourceLocation Place);

/// <summary>An element.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its local name.</param>
/// <param name="Attributes">Its attributes by name; one in a namespace as <c>{NAMESPACE}NAME</c>; without namespace declarations.</param>
/// <param name="Scope">The namespaces in scope by prefix; the default one has the empty prefix.</param>
/// <param name="Children">What is in it.</param>
internal sealed record ElementMarkup(
    SourceLocation Place, string Namespace, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, string> Scope, IReadOnlyList<Markup> Children)
    : Markup(Place);

/// <summary>Text.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Text">The text.</param>
internal sealed record TextMarkup(SourceLocation Place, string Text) : Markup(Place)
{
    /// <summary>Whether it is there only to be looked at.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}

/// <summary>A processing instruction.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Target">What it is: <c>if</c>.</param>
/// <param name="Data">What follows, trimmed.</param>
internal sealed record InstructionMarkup(SourceLocation Place, string Target, string Data) : Markup(Place);
