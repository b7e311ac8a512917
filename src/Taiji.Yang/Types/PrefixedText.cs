using System.Diagnostics.CodeAnalysis;
using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Types;

/// <summary>
/// Strings whose text holds prefixes with a meaning in their surroundings: XPath expressions and node-instance-identifiers. They are stored with module names as prefixes,
/// so that a value means the same wherever it is read. The typedef decides: <c>xpath1.0</c> of ietf-yang-types (RFC 6991 §3) and all that derive from it
/// (<c>node-instance-identifier</c>, RFC 8341 §3.3).
/// </summary>
internal static class PrefixedText
{
    /// <summary>Whether a typedef's strings are of this kind.</summary>
    /// <param name="module">The name of the module that defines the typedef.</param>
    /// <param name="typedef">The typedef's name.</param>
    public static bool IsMeantBy(string module, string typedef) => (module, typedef) is ("ietf-yang-types", "xpath1.0");

    /// <summary>Replaces XML prefixes by module names.</summary>
    /// <param name="text">The value as in XML.</param>
    /// <param name="context">Knows the prefixes in scope.</param>
    /// <param name="canonical">The value with module names.</param>
    /// <param name="error">A prefix that isn't declared, or text that is no XPath expression.</param>
    public static bool TryToModuleNames(
        string text, in ValueContext context, [NotNullWhen(true)] out string? canonical, [NotNullWhen(false)] out ValueError? error)
    {
        canonical = null;
        var prefixes = context.Prefixes;
        string? unknown = null;
        if (!XPathLexer.TryReplacePrefixes(text, Replace, out var replaced, out var syntax))
        {
            error = context.IsTrial ? ValueError.Trial : new ValueError($"{ValueText.Quote(Encoding.UTF8.GetBytes(text))} is no XPath expression: {syntax.Message}");
            return false;
        }

        if (unknown is not null)
        {
            error = context.IsTrial ? ValueError.Trial : new ValueError($"The prefix '{unknown}' in the XPath expression is not declared for a known module.");
            return false;
        }

        error = null;
        canonical = replaced;
        return true;

        string Replace(string prefix)
        {
            var module = prefixes?.Resolve(Encoding.UTF8.GetBytes(prefix));
            if (module is null) unknown ??= prefix;
            return module?.Name ?? prefix;
        }
    }

    /// <summary>Replaces module names by prefixes that are declared where the value is written.</summary>
    /// <param name="canonical">The value with module names.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="prefixes">Makes prefixes.</param>
    public static string ToPrefixes(string canonical, YangSchema schema, IPrefixMap prefixes) =>
        XPathLexer.TryReplacePrefixes(
            canonical, name => schema.FindModule(name) is { } module ? prefixes.ExplicitPrefixFor(module) : name, out var text, out _) ? text : canonical;
}
