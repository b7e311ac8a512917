using System.Runtime.CompilerServices;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Types;

/// <summary>A compiled type with what a typedef adds to it.</summary>
/// <param name="Type">The type.</param>
/// <param name="Default">The default of the typedef in force, or null.</param>
/// <param name="Units">The units of the typedef in force, or null.</param>
internal sealed record CompiledType(YangType Type, ScopedStatement? Default, string? Units);

/// <summary>Turns <c>type</c> statements into <see cref="YangType"/>s: resolves typedefs, then leaves the restrictions to <see cref="TypeFactory"/> (RFC 7950 §7.4, §9).</summary>
internal sealed class TypeCompiler(
    FeatureEvaluator features, IdentityLinker identities, ExpressionCompiler expressions, DiagnosticBag diagnostics)
{
    private readonly TypeFactory _factory = new();
    private readonly Dictionary<Statement, CompiledType?> _compiled = [];

    /// <summary>The type of a statement; null with the reasons reported when it is faulty.</summary>
    /// <param name="statement">The type statement.</param>
    /// <param name="scope">The scope it stands in.</param>
    public CompiledType? Compile(Statement statement, LexicalScope scope)
    {
        if (_compiled.TryGetValue(statement, out var known)) return known;
        var name = statement.ArgumentOrEmpty;
        if (BuiltInTypes.TryFind(name, out var builtIn))
        {
            var type = Create(statement, scope, builtIn, name, null);
            return _compiled[statement] = type is null ? null : new CompiledType(type, null, null);
        }

        return _compiled[statement] = CompileDerived(statement, scope, name);
    }

    private CompiledType? CompileDerived(Statement statement, LexicalScope scope, string reference)
    {
        if (!scope.Text.TryResolveName(reference, statement.ArgumentLocation, diagnostics, out var module, out var name)) return null;
        var typedef = module == scope.Owner ? scope.FindTypedef(name) : module.Typedefs.GetValueOrDefault(name);
        if (typedef is null)
        {
            if (module.IsIncomplete) return null;
            var candidates = module == scope.Owner && reference == name ? module.Typedefs.Keys.Concat(BuiltInTypes.Names) : module.Typedefs.Keys;
            var hint = module.Typedefs.TryGetValue(name, out var unseen) ? ModuleText.HintAt(unseen.Scope.Text) : Suggestion.For(name, candidates);
            diagnostics.Report(DiagnosticDescriptors.UnknownType, statement.ArgumentLocation, reference, hint);
            return null;
        }

        Compile(typedef, statement);
        if (typedef.Type is not { } @base) return null;
        var isRestricted = HasRestrictions(statement);
        var type = isRestricted ? Create(statement, scope, @base.BuiltIn, name, typedef) : @base;
        if (isRestricted && type is not null && !ReferenceEquals(type, @base)) type.IsRestrictedInPlace = true;
        return type is null ? null : new CompiledType(type, typedef.Default, typedef.Units);
    }

    /// <summary>Compiles a typedef unless that has been done.</summary>
    /// <param name="typedef">The typedef.</param>
    /// <param name="user">The statement that needs it: where a cycle is reported.</param>
    public void Compile(TypedefDefinition typedef, Statement user)
    {
        if (typedef.State == CompileState.Done) return;
        if (typedef.State == CompileState.Open || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            var descriptor = typedef.State == CompileState.Open ? DiagnosticDescriptors.TypedefCycle : DiagnosticDescriptors.TypedefChainTooLong;
            diagnostics.Report(descriptor, user.ArgumentLocation, typedef.Name);
            return;
        }

        typedef.State = CompileState.Open;
        if (typedef.Statement.Find(StatementKind.Type) is { } statement && Compile(statement, typedef.Scope) is { } compiled)
        {
            // A typedef's name is the type's name, also when it restricts nothing.
            typedef.Type = _factory.TryCreate(
                new TypeSpec { BuiltIn = compiled.Type.BuiltIn, Name = typedef.Name, Base = compiled.Type, Module = typedef.Scope.Owner.Module, IsVersion11 = typedef.Scope.Text.IsVersion11 },
                out var named, out _) ? Described(named, compiled.Type, typedef) : compiled.Type;
            typedef.Default = typedef.Statement.Find(StatementKind.Default) is { } own ? new ScopedStatement(own, typedef.Scope) : compiled.Default;
            typedef.Units = typedef.Statement.Find(StatementKind.Units)?.Argument ?? compiled.Units;
        }

        typedef.State = CompileState.Done;
    }

    // A type that is shared isn't described by each of its users.
    private static YangType Described(YangType named, YangType @base, TypedefDefinition typedef)
    {
        if (typedef.Statement.Find(StatementKind.Description)?.Argument is not { } description) return named;
        var own = ReferenceEquals(named, @base) ? named.Renamed(named.Name, named.Module) : named;
        own.Description = description;
        return own;
    }

    /// <summary>Whether a type statement restricts the type it names.</summary>
    public static bool HasRestrictions(Statement statement)
    {
        foreach (var child in statement.Children)
        {
            if (child.Kind != StatementKind.Unknown) return true;
        }

        return false;
    }

    private YangType? Create(Statement statement, LexicalScope scope, BuiltInType builtIn, string name, TypedefDefinition? typedef)
    {
        var reader = new TypeSpecReader(statement, scope, features, identities, expressions, this);
        if (reader.Read(builtIn, name, typedef) is not { } spec) return null;
        if (_factory.TryCreate(spec, out var type, out var errors)) return type;
        foreach (var error in errors)
        {
            diagnostics.Report(DiagnosticDescriptors.BadType, reader.LocationOf(error), error.Message, error.Section);
        }

        return null;
    }
}
