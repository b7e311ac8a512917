using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Types;

public sealed class StringTypeTests
{
    [Fact]
    public void A_length_counts_characters_not_bytes()
    {
        var type = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.String, Name = "string", Length = new RestrictionSpec("2..3", null, "too-long") });
        TypeBench.Canonical(type, "é😀€").ShouldBe("é😀€");
        TypeBench.Canonical(type, " a ").ShouldBe(" a ");
        TypeBench.TryStore(type, "abcd", out _)!.AppTag.ShouldBe("too-long");
        TypeBench.Canonical(type, "a").ShouldBeNull();
    }

    [Theory]
    [InlineData("a\tb\r\n", true)]
    [InlineData("a\u0001", false)]
    [InlineData("\uFFFE", false)]
    [InlineData("\uFDD0", false)]
    [InlineData("\U0001FFFF", false)]
    [InlineData("\uFFFD\U0010FFFD", true)]
    public void Only_the_characters_of_section_9_4_are_allowed(string text, bool accepted) =>
        (TypeBench.Canonical(TypeBench.Make(BuiltInType.String), text) is not null).ShouldBe(accepted);

    [Fact]
    public void All_patterns_of_the_chain_must_match_and_inverted_ones_must_not()
    {
        var b = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.String, Name = "string", Patterns = [new("[a-z]*")] });
        var type = TypeBench.Make(new TypeSpec
        {
            BuiltIn = BuiltInType.String, Name = "b", Base = b, Patterns = [new(".{2}"), new("x.*", InvertMatch: true, ErrorMessage: "no x first", ErrorAppTag: "x-first")],
        });
        TypeBench.Canonical(type, "ab").ShouldBe("ab");
        TypeBench.Canonical(type, "abc").ShouldBeNull();
        TypeBench.Canonical(type, "A1").ShouldBeNull();
        TypeBench.TryStore(type, "xa", out _).ShouldBe(new ValueError("no x first", "x-first"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("\\q")]
    [InlineData("\\p{Foo}")]
    [InlineData("\\p{IsNowhere}")]
    [InlineData("a{3,2}")]
    [InlineData("[z-a]")]
    [InlineData("a\\")]
    public void A_pattern_that_is_no_regular_expression_is_an_error(string pattern) =>
        TypeBench.ErrorsOf(new TypeSpec { BuiltIn = BuiltInType.String, Name = "string", Patterns = [new("a"), new(pattern)] })
            .ShouldHaveSingleItem().ShouldStartWith("Pattern 1: The regular expression is wrong at character");

    [Fact]
    public void An_XPath_expression_keeps_its_meaning_when_prefixes_change()
    {
        var yangTypes = new YangModule("ietf-yang-types", "urn:y", "yang", null);
        var plain = TypeBench.Make(BuiltInType.String);
        var xpath = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.String, Name = "xpath1.0", Base = plain, Module = yangTypes });
        var derived = TypeBench.Make(new TypeSpec { BuiltIn = BuiltInType.String, Name = "node-instance-identifier", Base = xpath, Module = TypeBench.Other });
        var schema = TypeBench.EmptySchema();
        var stored = TypeBench.Store(derived, "/p:a[q:k = 'p:v']/child::p:b[$USER='x']", schema: schema, prefixes: new Prefixes(("p", TypeBench.Module), ("q", TypeBench.Other)));
        TypeBench.Show(derived, stored, ValueForm.Json).ShouldBe("/m:a[other:k = 'p:v']/child::m:b[$USER='x']");
        TypeBench.Show(derived, stored, ValueForm.Xml, schema, new Prefixes(("", TypeBench.Module), ("z", TypeBench.Module), ("y", TypeBench.Other)))
            .ShouldBe("/z:a[y:k = 'p:v']/child::z:b[$USER='x']");
        TypeBench.TryStore(derived, "/no:a", out _, schema: schema, prefixes: new Prefixes())!.Message.ShouldContain("'no'");
        TypeBench.TryStore(plain, "/no:a", out _, schema: schema, prefixes: new Prefixes()).ShouldBeNull();
    }
}
