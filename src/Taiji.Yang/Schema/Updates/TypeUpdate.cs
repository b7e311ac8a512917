using Taiji.Yang.Diagnostics;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema.Updates;

/// <summary>Compares two types: the new one must be written the same way and accept all that the old one accepts, with the same meaning.</summary>
/// <param name="name">The leaf's path or the typedef's name, for messages.</param>
/// <param name="place">The new definition.</param>
/// <param name="oldPlace">The old definition.</param>
/// <param name="diagnostics">Receives what is not allowed.</param>
internal sealed class TypeUpdate(string name, SourceLocation place, SourceLocation oldPlace, DiagnosticBag diagnostics)
{
    public void Compare(YangType old, YangType @new)
    {
        switch (old, @new)
        {
            case (IntegerType a, IntegerType b) when a.BuiltIn == b.BuiltIn:
                CompareRange("range", a.Range, b.Range);
                break;
            case (Decimal64Type a, Decimal64Type b) when a.FractionDigits == b.FractionDigits:
                CompareRange("range", a.Range, b.Range);
                break;
            case (StringType a, StringType b):
                CompareRange("length", a.Length, b.Length);
                ComparePatterns(a, b);
                break;
            case (BinaryType a, BinaryType b):
                CompareRange("length", a.Length, b.Length);
                break;
            case (EnumerationType a, EnumerationType b):
                CompareNumbers("enum", "value", a.Values.Select(v => (v.Name, (long)v.Value)), b.Values.ToDictionary(v => v.Name, v => (long)v.Value));
                break;
            case (BitsType a, BitsType b):
                CompareNumbers("bit", "position", a.Bits.Select(v => (v.Name, (long)v.Position)), b.Bits.ToDictionary(v => v.Name, v => (long)v.Position));
                break;
            case (UnionType a, UnionType b):
                CompareMembers(a, b);
                break;
            case (IdentityRefType a, IdentityRefType b):
                CompareBases(a, b);
                break;
            case (LeafRefType a, LeafRefType b) when TargetOf(a) == TargetOf(b):
                CompareRequired(a.RequireInstance, b.RequireInstance);
                break;
            case (InstanceIdentifierType a, InstanceIdentifierType b):
                CompareRequired(a.RequireInstance, b.RequireInstance);
                break;
            case (LeafRefType, _) or (_, LeafRefType):
                Changed(old, @new);
                break;
            default:
                if (old.BuiltIn != @new.BuiltIn || old is Decimal64Type) Changed(old, @new);
                break;
        }
    }

    private static string? TargetOf(LeafRefType type) => type.Target?.SchemaPath ?? type.Path.Text;

    private void CompareRange(string statement, ValueRange? old, ValueRange? @new)
    {
        if (@new is null || (old is not null && @new.Covers(old))) return;
        Narrowed($"{statement} {(old is null ? "" : $"\"{old.Spec.Text}\" became ")}\"{@new.Spec.Text}\"");
    }

    private void ComparePatterns(StringType old, StringType @new)
    {
        var known = old.Patterns.Select(p => (p.Spec.Text, p.Spec.InvertMatch)).ToHashSet();
        foreach (var pattern in @new.Patterns.Where(p => !known.Contains((p.Spec.Text, p.Spec.InvertMatch)))) Narrowed($"pattern \"{pattern.Spec.Text}\" was not there");
    }

    private void CompareNumbers(string statement, string number, IEnumerable<(string Name, long Value)> old, Dictionary<string, long> @new)
    {
        foreach (var (item, value) in old)
        {
            if (!@new.TryGetValue(item, out var now)) Narrowed($"{statement} \"{item}\" is gone");
            else if (now != value) Narrowed($"{statement} \"{item}\" had {number} {value} and has {now} now");
        }
    }

    /// <summary>The order decides which member a value is of: members can only be added at the end.</summary>
    private void CompareMembers(UnionType old, UnionType @new)
    {
        for (var i = 0; i < old.Members.Count; i++)
        {
            if (i < @new.Members.Count) Compare(old.Members[i], @new.Members[i]);
            else Narrowed($"member type {old.Members[i].Name} is gone");
        }
    }

    private void CompareBases(IdentityRefType old, IdentityRefType @new)
    {
        var known = old.Bases.Select(b => b.ToString()).ToHashSet();
        foreach (var added in @new.Bases.Where(b => !known.Contains(b.ToString()))) Narrowed($"base \"{added}\" was not there");
    }

    private void CompareRequired(bool old, bool @new)
    {
        if (@new && !old) Narrowed("require-instance became \"true\"");
    }

    private void Changed(YangType old, YangType @new) =>
        diagnostics.ReportRelated(DiagnosticDescriptors.TypeChanged, place, oldPlace, name, Describe(old), Describe(@new));

    private static string Describe(YangType type) => type switch
    {
        LeafRefType leafRef => $"leafref \"{leafRef.Path.Text}\"",
        Decimal64Type number => $"decimal64 with {number.FractionDigits} fraction digits",
        _ => BuiltInTypes.NameOf(type.BuiltIn),
    };

    private void Narrowed(string what) => diagnostics.ReportRelated(DiagnosticDescriptors.ValueSpaceNarrowed, place, oldPlace, name, what);
}
