using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Tests.Syntax;

public sealed class YinParserTests
{
    private const string Yin = "urn:ietf:params:xml:ns:yang:yin:1";

    private const string Extensions = """
        module x {
          namespace "urn:x";
          prefix x;
          extension as-element { argument text { yin-element true; } }
          extension as-attribute { argument name; }
          extension plain;
        }
        """;

    [Fact]
    public void Arguments_are_attributes_or_the_elements_that_the_standard_names()
    {
        var root = Read($"""
            <module name="m" xmlns="{Yin}">
              <namespace uri="urn:m"/><prefix value="m"/>
              <revision date="2026-01-01"><description><text>One
              two &lt; <![CDATA[<three>]]></text></description></revision>
              <leaf name="l"><must condition="../x"><error-message><value/></error-message></must></leaf>
              <rpc name="r"><input/></rpc>
            </module>
            """);
        Plain(root).ShouldBe("module m(namespace urn:m,prefix m,revision 2026-01-01(description One\n  two < <three>),leaf l(must ../x(error-message )),rpc r(input))");
        root.Substatements[2].Location.ToString().ShouldBe("m.yin:3:4");
        root.Substatements[2].ArgumentLocation.ToString().ShouldBe("m.yin:3:13");
    }

    [Theory]
    [InlineData("<module name='m'", "TJ1051 1:17")]
    [InlineData("<!DOCTYPE m [<!ENTITY a 'b'>]><module name='m' xmlns='Y'/>", "TJ1051 1:1")]
    [InlineData("<module name='m' xmlns='Y'></module><more/>", "TJ1051 1:70")]
    [InlineData("<leaf name='m' xmlns='Y'/>", "TJ1015 1:2")]
    [InlineData("<module name='m'/>", "TJ1052 1:2")]
    [InlineData("<module name='m' xmlns='Y'><leaf nam='x'/></module>", "TJ1053 1:66")]
    [InlineData("<module name='m' xmlns='Y'><description text='x'/></module>", "TJ1053 1:73")]
    [InlineData("<module name='m' xmlns='Y'>text<leaf name='x'/></module>", "TJ1054 1:60")]
    [InlineData("<module name='m' xmlns='Y'><description><text>a<b/>c</text></description></module>", "TJ1021 1:81")]
    public void What_is_no_YIN_is_reported_at_its_place(string text, string expected) =>
        string.Join(", ", StatementReader.Read("m.yin", Encoding.UTF8.GetBytes(text.Replace("'Y'", $"'{Yin}'"))).Diagnostics.Select(d => $"{d.Id} {d.Location.Line}:{d.Location.Column}"))
            .ShouldBe(expected);

    [Fact]
    public void Nesting_without_end_is_a_diagnostic()
    {
        var text = $"<module name='m' xmlns='{Yin}'>{string.Concat(Enumerable.Repeat("<container name='c'>", 100_000))}{string.Concat(Enumerable.Repeat("</container>", 100_000))}</module>";
        StatementReader.Read("m.yin", Encoding.UTF8.GetBytes(text)).Diagnostics.Select(d => d.Id).ShouldContain("TJ1017");
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData("y", "x")]
    [InlineData("y", "m")]
    public void Extensions_are_known_by_their_namespace_and_take_arguments_as_they_are_defined(string xmlPrefix, string importPrefix)
    {
        var module = Compile(importPrefix == "m" ? "q" : "m", importPrefix, $"""
            <{xmlPrefix}:as-element xmlns:{xmlPrefix}="urn:x"><{xmlPrefix}:text>a text</{xmlPrefix}:text><description><text>d</text></description></{xmlPrefix}:as-element>
            <as-attribute xmlns="urn:x" name="n"/>
            <{xmlPrefix}:plain xmlns:{xmlPrefix}="urn:x"/>
            """);
        Encoding.UTF8.GetString(module.Source.Span).ShouldContain($$"""
              {{importPrefix}}:as-element "a text" {
                description
                  "d";
              }

              {{importPrefix}}:as-attribute n;
              {{importPrefix}}:plain;
            """);
        module.Extensions.Select(e => (e.Module.Name, e.Name, e.Argument)).ShouldBe([("x", "as-element", "a text"), ("x", "as-attribute", "n"), ("x", "plain", null)]);
    }

    [Fact]
    public void A_YIN_module_can_be_imported_by_a_YANG_one()
    {
        var compiler = new SchemaCompiler();
        compiler.AddModuleText($"""<module name="t" xmlns="{Yin}"><namespace uri="urn:t"/><prefix value="t"/><typedef name="p"><type name="uint8"><range value="1..9"/></type></typedef></module>""");
        compiler.ImplementText("module m { namespace urn:m; prefix m; import t { prefix t; } leaf l { type t:p; default 10; } }", "m.yang");
        compiler.Compile().Diagnostics.ShouldHaveSingleItem().Location.File.ShouldBe("m.yang");
    }

    private static YangModule Compile(string ownPrefix, string importPrefix, string body)
    {
        var compiler = new SchemaCompiler();
        compiler.AddModuleText(Extensions, "x.yang");
        compiler.ImplementText($"""
            <module name="m" xmlns="{Yin}"><namespace uri="urn:m"/><prefix value="{ownPrefix}"/>
            <import module="x"><prefix value="{importPrefix}"/></import>
            {body.Replace("<description>", $"<description xmlns=\"{Yin}\">", StringComparison.Ordinal)}
            </module>
            """, "m.yin");
        var result = compiler.Compile();
        result.Diagnostics.ShouldBeEmpty();
        return result.Schema!.FindModule("m")!;
    }

    private static Statement Read(string text)
    {
        var read = StatementReader.Read("m.yin", Encoding.UTF8.GetBytes(text));
        read.Diagnostics.ShouldBeEmpty();
        return read.Root!;
    }

    private static string Plain(Statement statement) =>
        (statement.Argument is null ? statement.Keyword : $"{statement.Keyword} {statement.Argument}")
        + (statement.Substatements.Count == 0 ? "" : $"({string.Join(',', statement.Substatements.Select(Plain))})");
}
