using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>Resolves the prefix of a name inside a value, by the rules of the value's form.</summary>
internal static class QualifiedName
{
    /// <summary>
    /// The module a prefix stands for, or null. XML: a prefix in scope, none meaning the default namespace; JSON and canonical: a module's name, none meaning the leaf's module.
    /// </summary>
    /// <param name="prefix">The prefix without colon; empty when there is none.</param>
    /// <param name="context">The value's context.</param>
    public static YangModule? Module(ReadOnlySpan<byte> prefix, in ValueContext context)
    {
        if (context.Form == ValueForm.Xml && context.Prefixes is not null) return context.Prefixes.Resolve(prefix);
        if (prefix.IsEmpty || prefix.SequenceEqual(context.Module.Utf8Name.Span)) return context.Module;
        return context.Schema.FindModule(Encoding.UTF8.GetString(prefix));
    }

    /// <summary>Says why <see cref="Module"/> found none.</summary>
    /// <param name="prefix">The prefix without colon.</param>
    /// <param name="context">The value's context.</param>
    public static string NoModule(ReadOnlySpan<byte> prefix, in ValueContext context) =>
        context.Form == ValueForm.Xml && context.Prefixes is not null
            ? prefix.IsEmpty ? "no prefix is given and the default namespace is no known module's." : $"the prefix {ValueText.Quote(prefix)} is not declared for a known module."
            : $"there is no module {ValueText.Quote(prefix)}.";
}
