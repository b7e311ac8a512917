using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Tests.Syntax;

public sealed class StatementParserTests
{
    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("\"hel\" + \"lo\"", "hello")]
    [InlineData("'hel'\n  +   /* so */ \"lo\"", "hello")]
    [InlineData("\"a\\tb\\n\\\"\\\\\"", "a\tb\n\"\\")]
    [InlineData("'a\\n'", "a\\n")]
    [InlineData("\"a\\xb\"", "a\\xb")]
    [InlineData("\"/* no comment */ // here\"", "/* no comment */ // here")]
    [InlineData("a/b", "a/b")]
    [InlineData("kg'", "kg'")]
    [InlineData("\"\"", "")]
    public void An_argument_is_what_quoting_makes_of_it(string written, string meant) =>
        Parse($"module m {{ description {written}; }}")!.Substatements[0].Argument.ShouldBe(meant);

    [Fact]
    public void Indentation_up_to_the_quote_and_trailing_blanks_go() =>
        Parse("module m {\n  description \"one  \n                two\n    three\n\tfour\";\n}")!.Substatements[0].Argument
            .ShouldBe("one\n two\nthree\nfour");

    [Fact]
    public void A_tab_that_reaches_past_the_quote_leaves_blanks() =>
        Parse("module m {\n  b \"x\n\ty\";\n}")!.Substatements[0].Argument.ShouldBe("x\n   y");

    [Fact]
    public void Places_are_lines_and_columns_in_characters()
    {
        var leaf = Parse("module m {\n\tdescription \"ä\"; leaf é;\n}", out _)!.Substatements[0];

        leaf.Location.ToString().ShouldBe("m.yang:2:2");
        leaf.ArgumentLocation.ToString().ShouldBe("m.yang:2:14");
    }

    [Theory]
    [InlineData("", "TJ1003 1:1")]
    [InlineData("module m {", "TJ1013 1:11")]
    [InlineData("module m { } }", "TJ1014 1:14")]
    [InlineData("module m { leaf\"x\"; }", "TJ1007 1:16")]
    [InlineData("module m { leaf \"x; }", "TJ1011 1:17")]
    [InlineData("module m { /* x }", "TJ1012 1:12")]
    [InlineData("module m { leaf x y; leaf z; }", "TJ1009 1:19")]
    [InlineData("module m { description \"a\" + b; }", "TJ1010 1:30")]
    [InlineData("module m { yang-version 1.1; description \"a\\b\"; }", "TJ1018 1:44")]
    [InlineData("module m { yang-version 1.1; units kg'; }", "TJ1019 1:36")]
    [InlineData("module m { } leaf x;", "TJ1016 1:14")]
    [InlineData("leaf x;", "TJ1015 1:1")]
    [InlineData("module m { description \"\u0007\"; }", "TJ1005 1:25")]
    [InlineData("module m { leaf x; %; leaf y }", "TJ1006 1:20, TJ1009 1:30")]
    public void What_cannot_be_read_is_reported_at_its_place(string text, string expected)
    {
        Parse(text, out var diagnostics);

        string.Join(", ", diagnostics.Select(d => $"{d.Id} {d.Location.Line}:{d.Location.Column}")).ShouldBe(expected);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_reported_where_they_stand()
    {
        var bag = new DiagnosticBag();
        StatementParser.Parse(new SourceText("m.yang", new byte[] { (byte)'m', (byte)'\n', 0xC3, 0x28 }), new NameTable(), bag).ShouldBeNull();

        bag.ToSorted().ShouldHaveSingleItem().ToString().ShouldStartWith("m.yang:2:1: error TJ1004");
    }

    private static Statement? Parse(string text) => Parse(text, out _);

    private static Statement? Parse(string text, out IReadOnlyList<Diagnostic> diagnostics)
    {
        var bag = new DiagnosticBag();
        var root = StatementParser.Parse(new SourceText("m.yang", Encoding.UTF8.GetBytes(text)), new NameTable(), bag);
        diagnostics = bag.ToSorted();
        return root;
    }
}
