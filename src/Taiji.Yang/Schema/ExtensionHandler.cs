using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>
/// A plug-in for one extension (RFC 7950 §7.19): says where its instances may stand and what they may hold, checks them, and attaches what they mean to modules and schema nodes.
/// Register it with <see cref="SchemaCompilerOptions.ExtensionHandlers"/>. The compiler's own extensions (RFC 7952, 8040, 8341, 8528, 8791) are handled by the same means.
/// </summary>
public class ExtensionHandler
{
    /// <summary>Makes a handler.</summary>
    /// <param name="module">The name of the module that defines the extension.</param>
    /// <param name="name">The extension's identifier.</param>
    public ExtensionHandler(string module, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(module);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Module = module;
        Name = name;
    }

    /// <summary>The name of the module that defines the extension.</summary>
    public string Module { get; }

    /// <summary>The extension's identifier.</summary>
    public string Name { get; }

    /// <summary>The keywords of the statements that an instance may stand in (<c>module</c> stands for submodules too); null for all. Elsewhere it is an error.</summary>
    public IReadOnlyList<string>? Parents { get; init; }

    /// <summary>
    /// The YANG statements an instance may hold, with spaces between: <c>type units? if-feature* must+</c>. A name alone means exactly once, <c>?</c> at most once, <c>*</c> any number,
    /// <c>+</c> at least once; <c>^</c> after it: only in YANG 1.1. Null leaves it open. Instances of other extensions may always stand there.
    /// </summary>
    public string? Substatements
    {
        get => _substatements;
        init
        {
            _substatements = value;
            Rule = value is null ? null : Grammar.MakeRule(value);
        }
    }

    /// <summary>Whether one statement may hold one instance at most.</summary>
    public bool IsSingle { get; init; }

    /// <summary>What the argument must look like, as far as the compiler's own extensions go.</summary>
    internal ArgumentSyntax Argument { get; init; } = ArgumentSyntax.Text;

    /// <summary>Whether an instance in a wrong place is ignored instead of being an error.</summary>
    internal bool IsIgnoredElsewhere { get; init; }

    internal StatementRule? Rule { get; private init; }

    private readonly string? _substatements;

    /// <summary>Checks one instance, once for each statement in a text. Everything else of the schema may still be faulty.</summary>
    /// <param name="use">The instance and its surroundings; takes the findings.</param>
    public virtual void Check(ExtensionUse use)
    {
    }

    /// <summary>Makes what an instance at a module's top stands for. Called only when the schema has no errors.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="module">The module it stands in.</param>
    /// <returns>What <see cref="ExtensionInstance.Value"/> shall be; null to leave it.</returns>
    public virtual object? AttachToModule(ExtensionInstance instance, YangModule module) => null;

    /// <summary>Makes what an instance on a schema node stands for, once for each node (a grouping's statement becomes many). Called only when the schema has no errors.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="node">The finished node.</param>
    /// <returns>What <see cref="ExtensionInstance.Value"/> shall be; null to leave it.</returns>
    public virtual object? AttachToNode(ExtensionInstance instance, SchemaNode node) => null;
}
