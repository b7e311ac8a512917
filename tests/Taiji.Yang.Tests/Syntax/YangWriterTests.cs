using System.Text;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Tests.Syntax;

public sealed class YangWriterTests
{
    [Fact]
    public void The_layout_has_quotes_where_they_are_needed_and_prose_on_its_own_lines() =>
        Again("""
            module m{namespace "urn:m";prefix "m";description "One
              two.";revision "2026-01-01";leaf l{type string{pattern "a\\.b\"c";}must "../x = 'a'";units "";default "a b";}leaf k{type int8;}}
            """).ShouldBe("""
            module m {
              namespace urn:m;
              prefix m;

              description
                "One
                 two.";

              revision 2026-01-01;

              leaf l {
                type string {
                  pattern 'a\.b"c';
                }
                must "../x = 'a'";
                units "";
                default "a b";
              }

              leaf k {
                type int8;
              }
            }

            """);

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("+a")]
    [InlineData("http://x")]
    [InlineData("/*")]
    [InlineData("it's \"both\" \\ kinds")]
    [InlineData("\\n is no line break")]
    [InlineData("one\ntwo\n\n  three\n\tfour\n")]
    [InlineData("blank at the end \nof a line")]
    [InlineData("\nfirst line empty")]
    [InlineData("ends in a blank ")]
    [InlineData("a;b{c}")]
    [InlineData("ünïcödé 𝄞")]
    public void Any_argument_reads_the_same_again(string argument)
    {
        foreach (var keyword in new[] { "description", "default" })
        {
            var quoted = argument.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            var root = Read($"module m {{ leaf l {{ {keyword} \"{quoted}\"; }} }}");
            root.Substatements[0].Substatements[0].Argument.ShouldBe(argument);
            Read(YangWriter.Write(root)).Substatements[0].Substatements[0].Argument.ShouldBe(argument);
        }
    }

    private static string Again(string text) => YangWriter.Write(Read(text));

    private static Statement Read(string text)
    {
        var read = StatementReader.Read("m.yang", Encoding.UTF8.GetBytes(text));
        read.Diagnostics.ShouldBeEmpty();
        return read.Root!;
    }
}
