using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Types;

public sealed class NamedValueTypesTests
{
    private static readonly TypeSpec Colours = new()
    {
        BuiltIn = BuiltInType.Enumeration, Name = "enumeration", Enums = [new("red"), new("dark green", "-5"), new("blue"), new("old", "7", IsSupported: false), new("last")],
    };

    private static readonly TypeSpec Flags = new()
    {
        BuiltIn = BuiltInType.Bits, Name = "bits", Bits = [new("late", "4000000000"), new("c"), new("a", "0"), new("b", "9")],
    };

    [Fact]
    public void Enum_values_are_assigned_one_above_the_highest()
    {
        var type = (EnumerationType)TypeBench.Make(Colours);
        type.Values.Select(v => (v.Name, v.Value)).ShouldBe([("red", 0), ("dark green", -5), ("blue", 1), ("last", 8)]);
        TypeBench.Canonical(type, "dark green").ShouldBe("dark green");
        TypeBench.Canonical(type, " red").ShouldBeNull();
        TypeBench.Canonical(type, "old").ShouldBeNull();
        TypeBench.TryStore(type, "pink", out _)!.Message.ShouldBe("\"pink\" is no value of the enumeration 'enumeration': expected one of red, dark green, blue, last.");
        TypeBench.Store(type, "dark green").AsSpan().SequenceCompareTo(TypeBench.Store(type, "red")).ShouldBeLessThan(0);
    }

    [Fact]
    public void A_derived_enumeration_keeps_the_values_of_its_base()
    {
        var type = (EnumerationType)TypeBench.Make(new TypeSpec
        {
            BuiltIn = BuiltInType.Enumeration, Name = "colours", Base = TypeBench.Make(Colours), Enums = [new("blue"), new("last", "8")],
        });
        type.Values.Select(v => (v.Name, v.Value)).ShouldBe([("blue", 1), ("last", 8)]);
    }

    [Fact]
    public void Every_wrong_enum_is_reported()
    {
        TypeBench.ErrorsOf(new TypeSpec
        {
            BuiltIn = BuiltInType.Enumeration, Name = "enumeration",
            Enums = [new("a"), new("a"), new("b", "0"), new("c", "2147483648"), new(" d"), new("top", "2147483647"), new("over")],
        }).ShouldBe(
        [
            "Enum 1: The enum 'a' is defined twice.",
            "Enum 2: The value 0 of the enum 'b' is that of 'a' already.",
            "Enum 3: The value \"2147483648\" of the enum 'c' is no integer from -2147483648 to 2147483647.",
            "Enum 4: The enum \" d\" must have a name without white space at its ends.",
            "Enum 6: The enum 'over' needs a value: the highest possible one, 2147483647, is taken.",
        ]);
        TypeBench.ErrorsOf(new TypeSpec { BuiltIn = BuiltInType.Enumeration, Name = "c", Base = TypeBench.Make(Colours), Enums = [new("pink"), new("blue", "3")] })
            .ShouldBe(["Enum 0: The enum 'pink' is not one of the base type's.", "Enum 1: The value of the enum 'blue' is 1 in the base type and can't be changed to 3."]);
        TypeBench.ErrorsOf(new TypeSpec { BuiltIn = BuiltInType.Enumeration, Name = "enumeration" }).ShouldHaveSingleItem();
    }

    [Fact]
    public void Bits_are_written_in_the_order_of_their_positions()
    {
        var type = (BitsType)TypeBench.Make(Flags);
        type.Bits.Select(b => b.Name).ShouldBe(["a", "b", "late", "c"]);
        TypeBench.Canonical(type, " c  late\na ").ShouldBe("a late c");
        TypeBench.Canonical(type, "").ShouldBe("");
        TypeBench.Canonical(type, "a a").ShouldBeNull();
        TypeBench.Canonical(type, "a x").ShouldBeNull();
        TypeBench.Store(type, "a").ShouldBe([0x80]);
        type.IsSet(TypeBench.Store(type, "b c"), "c"u8).ShouldBeTrue();
        type.IsSet(TypeBench.Store(type, "b"), "c"u8).ShouldBeFalse();
        type.IsSet(TypeBench.Store(type, "b"), "nonsense"u8).ShouldBeFalse();
    }

    [Fact]
    public void Booleans_and_empty_have_one_form_each()
    {
        var boolean = TypeBench.Make(BuiltInType.Boolean);
        TypeBench.Canonical(boolean, " true ").ShouldBe("true");
        TypeBench.Canonical(boolean, "1").ShouldBeNull();
        TypeBench.Canonical(boolean, "true", ValueForm.Json, JsonKind.String).ShouldBeNull();
        var empty = TypeBench.Make(BuiltInType.Empty);
        TypeBench.Store(empty, "").ShouldBeEmpty();
        TypeBench.Canonical(empty, "x").ShouldBeNull();
        TypeBench.Canonical(empty, "", ValueForm.Json, JsonKind.Empty).ShouldBe("");
        TypeBench.Canonical(empty, "", ValueForm.Json, JsonKind.String).ShouldBeNull();
    }

    [Theory]
    [InlineData("aGk=", "aGk=")]
    [InlineData(" aG\n  k= \n", "aGk=")]
    [InlineData("aG k=", null)]
    [InlineData("", "")]
    [InlineData("aGk", null)]
    [InlineData("a*k=", null)]
    public void Binary_is_base64(string text, string? canonical) => TypeBench.Canonical(TypeBench.Make(BuiltInType.Binary), text).ShouldBe(canonical);

    [Fact]
    public void The_length_of_binary_counts_octets()
    {
        var type = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.Binary, Name = "binary", Length = new RestrictionSpec("2") });
        TypeBench.Canonical(type, "aGk=").ShouldBe("aGk=");
        TypeBench.Canonical(type, "aGkh").ShouldBeNull();
    }

    [Fact]
    public void An_identityref_accepts_what_is_derived_from_all_its_bases()
    {
        var a = new Identity("a", TypeBench.Module);
        var b = new Identity("b", TypeBench.Module);
        var both = new Identity("both", TypeBench.Other) { Bases = [a, b], Ordinal = 2 };
        var onlyA = new Identity("only-a", TypeBench.Module) { Bases = [a], Ordinal = 3 };
        (a.Ordinal, b.Ordinal) = (0, 1);
        var schema = new YangSchema([TypeBench.Module, TypeBench.Other], new SchemaRoot(TypeBench.Module), [], [a, b, both, onlyA]);
        var prefixes = new Prefixes(("", TypeBench.Module), ("x", TypeBench.Other));
        var ofA = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.IdentityRef, Name = "identityref", IdentityBases = [a] });
        var ofBoth = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.IdentityRef, Name = "identityref", IdentityBases = [a, b] });

        TypeBench.Store(ofBoth, "x:both", schema: schema, prefixes: prefixes).ShouldBe([0, 0, 0, 2]);
        TypeBench.Store(ofA, "only-a", schema: schema, prefixes: prefixes).ShouldBe([0, 0, 0, 3]);
        TypeBench.Store(ofA, "only-a", ValueForm.Json, JsonKind.String, schema).ShouldBe([0, 0, 0, 3]);
        TypeBench.Store(ofA, "other:both", ValueForm.Json, JsonKind.String, schema).ShouldBe([0, 0, 0, 2]);
        TypeBench.TryStore(ofBoth, "only-a", out _, schema: schema, prefixes: prefixes).ShouldNotBeNull();
        TypeBench.TryStore(ofA, "a", out _, schema: schema, prefixes: prefixes).ShouldNotBeNull();
        TypeBench.TryStore(ofA, "y:both", out _, schema: schema, prefixes: prefixes)!.Message.ShouldContain("prefix \"y\"");
        TypeBench.Show(ofA, [0, 0, 0, 2], ValueForm.Xml, schema, prefixes).ShouldBe("x:both");
        TypeBench.Show(ofA, [0, 0, 0, 3], ValueForm.Xml, schema, prefixes).ShouldBe("only-a");
        TypeBench.Show(ofA, [0, 0, 0, 3], ValueForm.Json, schema).ShouldBe("m:only-a");
    }

    [Fact]
    public void A_union_takes_the_first_member_that_fits()
    {
        var type = (UnionType)TypeBench.Make(new TypeSpec
        {
            BuiltIn = BuiltInType.Union, Name = "union",
            UnionMembers =
            [
                TypeBench.Make(BuiltInType.UInt8), TypeBench.Make(BuiltInType.Empty),
                TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.Union, Name = "inner", UnionMembers = [TypeBench.Make(BuiltInType.Boolean), TypeBench.Make(BuiltInType.String)] }),
            ],
        });
        TypeBench.Store(type, "7").ShouldBe([0, 7]);
        TypeBench.Store(type, "").ShouldBe([1]);
        TypeBench.Store(type, "true").ShouldBe([2, 0, 1]);
        TypeBench.Store(type, "300").ShouldBe([2, 1, (byte)'3', (byte)'0', (byte)'0']);
        TypeBench.Store(type, "7", ValueForm.Json, JsonKind.String).ShouldBe([2, 1, (byte)'7']);
        TypeBench.TryStore(type, "300", out _, ValueForm.Json, JsonKind.Number).ShouldNotBeNull();
        TypeBench.Show(type, [2, 0, 1]).ShouldBe("true");
        type.GetJsonKind([2, 0, 1]).ShouldBe(JsonKind.Boolean);
        type.Resolve([2, 0, 1], out var inner).BuiltIn.ShouldBe(BuiltInType.Boolean);
        inner.ToArray().ShouldBe([1]);
    }

    [Fact]
    public void Substatements_of_another_type_are_errors()
    {
        var spec = new TypeSpec
        {
            BuiltIn = BuiltInType.Boolean, Name = "boolean", Range = new("1"), Length = new("1"), Patterns = [new("a")], Enums = [new("a")], Bits = [new("a")],
            FractionDigits = "1", RequireInstance = true, UnionMembers = [TypeBench.Make(BuiltInType.String)], IdentityBases = [new Identity("a", TypeBench.Module)],
        };
        TypeBench.ErrorsOf(spec).Length.ShouldBe(9);
        foreach (var builtIn in new[] { BuiltInType.LeafRef, BuiltInType.Union, BuiltInType.IdentityRef, BuiltInType.Bits })
        {
            TypeBench.ErrorsOf(new TypeSpec { BuiltIn = builtIn, Name = "t" }).ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void What_only_YANG_1_1_allows_is_an_error_in_YANG_1()
    {
        var empty = TypeBench.Make(BuiltInType.Empty);
        TypeBench.ErrorsOf(new TypeSpec { BuiltIn = BuiltInType.Union, Name = "union", UnionMembers = [empty], IsVersion11 = false }).ShouldHaveSingleItem();
        TypeBench.ErrorsOf(new TypeSpec { BuiltIn = BuiltInType.Enumeration, Name = "c", Base = TypeBench.Make(Colours), Enums = [new("blue")], IsVersion11 = false }).ShouldHaveSingleItem();
    }
}
