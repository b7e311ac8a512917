using FsCheck;
using FsCheck.Fluent;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Types;

public sealed class NumberTypesTests
{
    [Theory]
    [InlineData("Int8", "-128", "-128")]
    [InlineData("Int8", "127", "127")]
    [InlineData("Int8", "128", null)]
    [InlineData("Int8", "-129", null)]
    [InlineData("Int8", "+5", "5")]
    [InlineData("Int8", " \n5\t", "5")]
    [InlineData("Int8", "0x10", null)]
    [InlineData("Int8", "010", "10")]
    [InlineData("Int8", "-0", "0")]
    [InlineData("Int8", "", null)]
    [InlineData("Int8", "-", null)]
    [InlineData("Int8", "1 2", null)]
    [InlineData("UInt8", "255", "255")]
    [InlineData("UInt8", "256", null)]
    [InlineData("UInt8", "-0", "0")]
    [InlineData("UInt8", "-1", null)]
    [InlineData("Int16", "-32768", "-32768")]
    [InlineData("UInt16", "65536", null)]
    [InlineData("Int32", "2147483647", "2147483647")]
    [InlineData("Int32", "2147483648", null)]
    [InlineData("UInt32", "4294967295", "4294967295")]
    [InlineData("Int64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("Int64", "9223372036854775808", null)]
    [InlineData("UInt64", "18446744073709551615", "18446744073709551615")]
    [InlineData("UInt64", "18446744073709551616", null)]
    [InlineData("UInt64", "99999999999999999999999", null)]
    public void Integers_have_the_lexical_forms_of_section_9_2_1(string builtIn, string text, string? canonical) =>
        TypeBench.Canonical(TypeBench.Make(Enum.Parse<BuiltInType>(builtIn)), text).ShouldBe(canonical);

    [Theory]
    [InlineData("0x1F", "31")]
    [InlineData("-0x1f", "-31")]
    [InlineData("017", "15")]
    [InlineData("018", null)]
    [InlineData("0", "0")]
    [InlineData("0x", null)]
    public void Default_statements_may_be_hexadecimal_or_octal(string text, string? canonical)
    {
        var type = TypeBench.Make(BuiltInType.Int32);
        var error = TypeBench.TryStore(type, text, out var stored, isDefault: true);
        (error is null ? TypeBench.Show(type, stored) : null).ShouldBe(canonical);
    }

    [Theory]
    [InlineData("Int32", JsonKind.Number, true)]
    [InlineData("Int32", JsonKind.String, false)]
    [InlineData("Int64", JsonKind.Number, false)]
    [InlineData("Int64", JsonKind.String, true)]
    [InlineData("Decimal64", JsonKind.Number, false)]
    [InlineData("Decimal64", JsonKind.String, true)]
    public void The_JSON_token_must_be_of_the_kind_that_RFC_7951_prescribes(string builtIn, JsonKind token, bool accepted)
    {
        var type = TypeBench.Make(new TypeSpec { BuiltIn = Enum.Parse<BuiltInType>(builtIn), Name = "t", FractionDigits = builtIn == "Decimal64" ? "2" : null });
        (TypeBench.Canonical(type, "1", ValueForm.Json, token) is not null).ShouldBe(accepted);
    }

    [Theory]
    [InlineData("1", "2", "1.0")]
    [InlineData("1.50", "2", "1.5")]
    [InlineData("-0.05", "2", "-0.05")]
    [InlineData("+003.140", "2", "3.14")]
    [InlineData("1.005", "2", null)]
    [InlineData(".5", "2", null)]
    [InlineData("5.", "2", null)]
    [InlineData("1e2", "2", null)]
    [InlineData("0", "18", "0.0")]
    [InlineData("9.223372036854775807", "18", "9.223372036854775807")]
    [InlineData("-9.223372036854775808", "18", "-9.223372036854775808")]
    [InlineData("9.223372036854775808", "18", null)]
    [InlineData("922337203685477580.7", "1", "922337203685477580.7")]
    [InlineData("100000000000000000000", "1", null)]
    public void A_decimal64_is_normalised(string text, string digits, string? canonical) =>
        TypeBench.Canonical(TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.Decimal64, Name = "decimal64", FractionDigits = digits }), text).ShouldBe(canonical);

    [Fact]
    public void Stored_integers_compare_as_their_values_do()
    {
        foreach (var builtIn in new[] { BuiltInType.Int16, BuiltInType.Int64 })
        {
            var type = TypeBench.Make(builtIn);
            Prop.ForAll<short, short>((a, b) =>
                Math.Sign(TypeBench.Store(type, $"{a}").AsSpan().SequenceCompareTo(TypeBench.Store(type, $"{b}"))) == Math.Sign(a.CompareTo(b))
                && TypeBench.Show(type, TypeBench.Store(type, $"{a}")) == $"{a}").QuickCheckThrowOnFailure();
        }
    }

    [Fact]
    public void A_range_narrows_its_base()
    {
        var wide = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.Int32, Name = "int32", Range = new RestrictionSpec("1..10 | 20..max") });
        var narrow = TypeBench.Make(new TypeSpec
        {
            BuiltIn = BuiltInType.Int32, Name = "wide", Base = wide, Range = new RestrictionSpec("min..4|25", "between one and four, or twenty-five", "my-tag"),
        });
        TypeBench.Canonical(wide, "11").ShouldBeNull();
        TypeBench.Canonical(narrow, "1").ShouldBe("1");
        TypeBench.Canonical(narrow, "25").ShouldBe("25");
        var error = TypeBench.TryStore(narrow, "5", out _).ShouldNotBeNull();
        error.AppTag.ShouldBe("my-tag");
        error.Message.ShouldBe("between one and four, or twenty-five");
        TypeBench.TryStore(wide, "11", out _)!.Message.ShouldBe("11 is outside the allowed 1..10 | 20..max.");
    }

    [Theory]
    [InlineData("5..20", "outside")]
    [InlineData("0..5", "outside")]
    [InlineData("3..1", "ends before it begins")]
    [InlineData("5|1", "ascending")]
    [InlineData("1..5|5..6", "disjoint")]
    [InlineData("1..", "no bound")]
    [InlineData("a..5", "no bound")]
    [InlineData("1.5", "no bound")]
    [InlineData("", "no bound")]
    public void A_range_that_is_no_subset_or_out_of_order_is_an_error(string range, string says)
    {
        var wide = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.UInt8, Name = "uint8", Range = new RestrictionSpec("1..10") });
        TypeBench.ErrorsOf(new TypeSpec { BuiltIn = BuiltInType.UInt8, Name = "w", Base = wide, Range = new RestrictionSpec(range) })
            .ShouldHaveSingleItem().ShouldContain(says);
    }

    [Fact]
    public void A_decimal64_range_is_scaled()
    {
        var type = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.Decimal64, Name = "d", FractionDigits = "2", Range = new RestrictionSpec("1 .. 3.14 | 10") });
        TypeBench.Canonical(type, "3.14").ShouldBe("3.14");
        TypeBench.Canonical(type, "3.15").ShouldBeNull();
        TypeBench.Canonical(type, "10.00").ShouldBe("10.0");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("19")]
    [InlineData("x")]
    [InlineData(null)]
    public void Fraction_digits_are_1_to_18(string? digits) =>
        TypeBench.ErrorsOf(new TypeSpec { BuiltIn = BuiltInType.Decimal64, Name = "decimal64", FractionDigits = digits }).ShouldHaveSingleItem().ShouldContain("fraction-digits");
}
