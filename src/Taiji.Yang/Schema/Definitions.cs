using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>A <c>typedef</c> and the scope it stands in; its type is compiled when first used.</summary>
internal sealed class TypedefDefinition(Statement statement, LexicalScope scope)
{
    public Statement Statement { get; } = statement;

    public LexicalScope Scope { get; } = scope;

    public string Name => Statement.ArgumentOrEmpty;

    public CompileState State { get; set; }

    /// <summary>The compiled type; null while unknown and when faulty.</summary>
    public YangType? Type { get; set; }

    /// <summary>The default in force: its own, or else that of the typedef it is derived from.</summary>
    public ScopedStatement? Default { get; set; }

    /// <summary>The units in force.</summary>
    public string? Units { get; set; }
}

/// <summary>A <c>grouping</c> and the scope it stands in.</summary>
internal sealed class GroupingDefinition(Statement statement, LexicalScope scope)
{
    public Statement Statement { get; } = statement;

    public LexicalScope Scope { get; } = scope;

    public string Name => Statement.ArgumentOrEmpty;

    /// <summary>Whether it is being expanded now: a <c>uses</c> of it inside would never end.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether any <c>uses</c> that counts has expanded it.</summary>
    public bool IsUsed { get; set; }
}

/// <summary>A <c>feature</c>.</summary>
internal sealed class FeatureDefinition(Statement statement, ModuleText text)
{
    public Statement Statement { get; } = statement;

    public ModuleText Text { get; } = text;

    public string Name => Statement.ArgumentOrEmpty;

    public CompileState State { get; set; }

    /// <summary>Whether the user's setting includes it; set before features are evaluated.</summary>
    public bool IsWanted { get; set; }

    /// <summary>Whether it is supported: wanted, and its own if-features hold.</summary>
    public bool IsSupported { get; set; }
}

/// <summary>An <c>identity</c>.</summary>
internal sealed class IdentityDefinition(Statement statement, ModuleText text, Identity identity)
{
    public Statement Statement { get; } = statement;

    public ModuleText Text { get; } = text;

    public Identity Identity { get; } = identity;

    public CompileState State { get; set; }

    public List<IdentityDefinition> Bases { get; } = [];

    /// <summary>Whether its if-features hold.</summary>
    public bool IsSupported { get; set; } = true;
}

/// <summary>An <c>extension</c>.</summary>
internal sealed class ExtensionDefinition(Statement statement, ModuleText text)
{
    public ModuleText Text { get; } = text;

    public Statement Statement { get; } = statement;

    public bool HasArgument { get; } = statement.Find(StatementKind.Argument) is not null;
}

/// <summary>How far a definition has come that others may lean on before it is done.</summary>
internal enum CompileState : byte
{
    New,

    /// <summary>Being worked on: meeting it again is a cycle.</summary>
    Open,

    Done,
}
