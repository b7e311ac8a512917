using Taiji.Yang.Diagnostics;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Schema;

/// <summary>A <c>must</c> (RFC 7950 §7.5.3), bound to the schema.</summary>
/// <param name="Expression">The compiled expression.</param>
/// <param name="ErrorMessage">error-message, or null.</param>
/// <param name="ErrorAppTag">error-app-tag, or null (then <c>must-violation</c>, RFC 7950 §15.5).</param>
/// <param name="Location">The statement.</param>
public sealed record MustConstraint(XPathExpression Expression, string? ErrorMessage, string? ErrorAppTag, SourceLocation Location);

/// <summary>A <c>when</c> (RFC 7950 §7.21.5), bound to the schema.</summary>
/// <param name="Expression">The compiled expression.</param>
/// <param name="ContextIsParent">
/// True when the context node is the governed node's data parent (when on uses, augment, choice, case); false when it is the node itself.
/// </param>
/// <param name="Location">The statement.</param>
public sealed record WhenConstraint(XPathExpression Expression, bool ContextIsParent, SourceLocation Location);

/// <summary>A <c>unique</c> (RFC 7950 §7.8.3).</summary>
/// <param name="Leaves">The descendant leaves, in the statement's order.</param>
/// <param name="Text">The statement's argument.</param>
/// <param name="Location">The statement.</param>
public sealed record UniqueConstraint(IReadOnlyList<LeafNode> Leaves, string Text, SourceLocation Location);

/// <summary>An instance of an extension (RFC 7950 §7.19).</summary>
/// <param name="Module">The module that defines the extension.</param>
/// <param name="Name">The extension's identifier.</param>
/// <param name="Argument">The argument, or null.</param>
/// <param name="Statement">The whole statement.</param>
public sealed record ExtensionInstance(YangModule Module, string Name, string? Argument, Syntax.Statement Statement)
{
    /// <summary>
    /// What a handler made of it (see <see cref="ExtensionHandler"/>): for <c>yang-data</c> and <c>structure</c> the <see cref="SchemaRoot"/> of what they define, for <c>annotation</c> its
    /// <see cref="Types.YangType"/>; else null.
    /// </summary>
    public object? Value { get; internal set; }

    /// <summary>Whether it is an instance of that extension.</summary>
    /// <param name="module">The defining module's name.</param>
    /// <param name="name">The extension's identifier.</param>
    public bool Is(string module, string name) => Name == name && Module.Name == module;
}
