using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Types;

/// <summary>Reads a <c>type</c> statement's substatements into a <see cref="TypeSpec"/>, and knows where each of them stands.</summary>
internal sealed class TypeSpecReader(
    Statement statement, LexicalScope scope, FeatureEvaluator features, IdentityLinker identities, ExpressionCompiler expressions, TypeCompiler types)
{
    private readonly Dictionary<TypePart, List<Statement>> _places = [];
    private bool _failed;

    /// <summary>The spec; null when a part of it is faulty, which has been reported.</summary>
    public TypeSpec? Read(BuiltInType builtIn, string name, TypedefDefinition? typedef)
    {
        var patterns = new List<PatternSpec>();
        var enums = new List<EnumSpec>();
        var bits = new List<BitSpec>();
        var members = new List<YangType>();
        var bases = new List<Identity>();
        RestrictionSpec? range = null, length = null;
        string? fractionDigits = null;
        XPathExpression? path = null;
        bool? requireInstance = null;
        foreach (var s in statement.Children)
        {
            switch (s.Kind)
            {
                case StatementKind.Range: range = Restriction(s, TypePart.Range); break;
                case StatementKind.Length: length = Restriction(s, TypePart.Length); break;
                case StatementKind.Pattern: patterns.Add(Pattern(s)); break;
                case StatementKind.Enum: enums.Add(Enum(s)); break;
                case StatementKind.Bit: bits.Add(Bit(s)); break;
                case StatementKind.FractionDigits: fractionDigits = Note(TypePart.FractionDigits, s).Argument; break;
                case StatementKind.RequireInstance: requireInstance = Note(TypePart.RequireInstance, s).Argument == "true"; break;
                case StatementKind.Path:
                    path = expressions.CompilePath(Note(TypePart.Path, s), scope);
                    _failed |= path is null;
                    break;
                case StatementKind.Type: AddMember(s, members); break;
                case StatementKind.Base: AddBase(s, bases); break;
            }
        }

        return _failed ? null : new TypeSpec
        {
            BuiltIn = builtIn,
            Name = name,
            Base = typedef?.Type,
            Module = typedef?.Scope.Owner.Module,
            IsVersion11 = scope.Text.IsVersion11,
            Range = range,
            Length = length,
            Patterns = patterns,
            Enums = enums,
            Bits = bits,
            FractionDigits = fractionDigits,
            Path = path,
            RequireInstance = requireInstance,
            UnionMembers = members,
            IdentityBases = bases,
        };
    }

    /// <summary>Where the part that an error is about stands.</summary>
    public SourceLocation LocationOf(TypeError error) =>
        _places.TryGetValue(error.Part, out var places) && error.Index < places.Count ? places[error.Index].LocationInArgument(error.Offset) : statement.ArgumentLocation;

    private Statement Note(TypePart part, Statement s)
    {
        if (!_places.TryGetValue(part, out var places)) _places[part] = places = [];
        places.Add(s);
        return s;
    }

    private RestrictionSpec Restriction(Statement s, TypePart part)
    {
        Note(part, s);
        return new RestrictionSpec(s.ArgumentOrEmpty, s.Find(StatementKind.ErrorMessage)?.Argument, s.Find(StatementKind.ErrorAppTag)?.Argument);
    }

    private PatternSpec Pattern(Statement s)
    {
        Note(TypePart.Pattern, s);
        return new PatternSpec(
            s.ArgumentOrEmpty, s.Find(StatementKind.Modifier) is not null, s.Find(StatementKind.ErrorMessage)?.Argument, s.Find(StatementKind.ErrorAppTag)?.Argument);
    }

    private EnumSpec Enum(Statement s)
    {
        Note(TypePart.Enum, s);
        return s.Children.Length == 0 ? new EnumSpec(s.ArgumentOrEmpty) : new EnumSpec(
            s.ArgumentOrEmpty, s.Find(StatementKind.Value)?.Argument, Statuses.Of(s) ?? DefinitionStatus.Current, features.AllHold(s, scope.Text), s.Find(StatementKind.IfFeature) is not null)
        {
            Description = s.Find(StatementKind.Description)?.Argument,
        };
    }

    private BitSpec Bit(Statement s)
    {
        Note(TypePart.Bit, s);
        return s.Children.Length == 0 ? new BitSpec(s.ArgumentOrEmpty) : new BitSpec(
            s.ArgumentOrEmpty, s.Find(StatementKind.Position)?.Argument, Statuses.Of(s) ?? DefinitionStatus.Current, features.AllHold(s, scope.Text), s.Find(StatementKind.IfFeature) is not null);
    }

    private void AddMember(Statement s, List<YangType> members)
    {
        Note(TypePart.UnionMember, s);
        if (types.Compile(s, scope) is { } member) members.Add(member.Type);
        else _failed = true;
    }

    private void AddBase(Statement s, List<Identity> bases)
    {
        Note(TypePart.Base, s);
        if (identities.Resolve(s, scope.Text) is { } identity) bases.Add(identity.Identity);
        else _failed = true;
    }
}
