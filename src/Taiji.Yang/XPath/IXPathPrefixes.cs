using Taiji.Yang.Schema;

namespace Taiji.Yang.XPath;

/// <summary>
/// What prefixes in an expression stand for: a module's imports in YANG (RFC 7950 §6.4.1), the namespaces in scope in an XML filter.
/// Unprefixed names are not asked for: they belong to the module of the current node when the expression is evaluated.
/// </summary>
public interface IXPathPrefixes
{
    /// <summary>The module a prefix stands for, or null when it is unknown.</summary>
    /// <param name="prefix">The prefix, without colon. Empty: the module that the text stands in, if that is one, for identities' names (RFC 7950 §10.4.1); not for nodes' names.</param>
    YangModule? Resolve(string prefix);

    /// <summary>
    /// The prefix of a module in these surroundings, or null when it has none: the string value of identityref nodes has it (RFC 7950 §9.10.3).
    /// </summary>
    /// <param name="module">A module.</param>
    string? PrefixOf(YangModule module);
}
