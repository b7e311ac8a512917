using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Types;

public sealed class XsdRegexTests
{
    [Theory]
    [InlineData("abc", "abc", "xabc abcx ABC")]
    [InlineData("a|bc", "a bc", "ac abc")]
    [InlineData("^a$", "^a$", "a")]
    [InlineData("[$^]", "$ ^", "a")]
    [InlineData("a.c", "abc a😀c aéc", "ac a\nc a\rc a😀😀c")]
    [InlineData("[^a]", "b 😀", "a bb")]
    [InlineData("[a-z-[aeiou]]+", "xyz", "xaz")]
    [InlineData("[a-z-[b-y-[m]]]+", "amz", "b")]
    [InlineData("[a-]+", "a-a", "b")]
    [InlineData("[-a]+", "-a", "b")]
    [InlineData("[\\w-.]+", "é-.$", "_ a!")]
    [InlineData("\\i\\c*", "_a-1.2 é :x", "1a -a .")]
    [InlineData("\\I\\C", "1!", "a1 1a")]
    [InlineData("\\d+", "12 ٣", "a 1a")]
    [InlineData("\\D", "a", "1 ٣")]
    [InlineData("\\w", "a 1 $ é 𝒜", "_ - ! .")]
    [InlineData("\\W", "_ - !", "a")]
    [InlineData("\\s\\S", "\ta", "ab")]
    [InlineData("\\p{Lu}\\P{Lu}", "Aa 𝒜b", "aa AA")]
    [InlineData("\\p{IsBasicLatin}+", "az", "é")]
    [InlineData("[\\p{IsLatin-1Supplement}a]+", "éa", "ab")]
    [InlineData("\\P{IsBasicLatin}", "é 😀", "a")]
    [InlineData("\\p{IsGothic}", "𐌰", "a 😀")]
    [InlineData("[😀-😂]", "😀 😁 😂", "😃 a")]
    [InlineData("[^😀]{2}", "ab 😁😁 a😁", "😀a a")]
    [InlineData("a{2}", "aa", "a aaa")]
    [InlineData("a{2,}", "aa aaaa", "a")]
    [InlineData("a{0,1}b{1,2}", "ab bb", "aab abbb")]
    [InlineData("(a|b){2}", "ab", "abc")]
    [InlineData("\\.\\*\\\\\\-\\[", ".*\\-[", "a")]
    [InlineData("a{1,5000}", "aaa", "")]
    [InlineData("(x*)?y", "xxy y", "x")]
    [InlineData("[\\]\\\\]", "] \\", "a")]
    [InlineData("", "", "a")]
    public void Means_what_XSD_says(string pattern, string matching, string others)
    {
        XsdRegexParser.TryParse(pattern, out var syntax, out var error).ShouldBeTrue(error?.Message);
        var expression = new PatternExpression(syntax!, trials: 0);
        foreach (var text in Words(matching)) expression.IsMatch(text).ShouldBe(true, $"{text} ~ {pattern} = {syntax!.ToDotNet()}");
        foreach (var text in Words(others).Where(w => w.Length > 0)) expression.IsMatch(text).ShouldBe(false, $"{text} ~ {pattern} = {syntax!.ToDotNet()}");
    }

    [Fact]
    public void Nested_quantifiers_do_not_take_exponential_time()
    {
        XsdRegexParser.TryParse("(a+)+", out var syntax, out _).ShouldBeTrue();
        new PatternExpression(syntax!, trials: 0).IsMatch(new string('a', 5000) + "!").ShouldBe(false);
    }

    [Theory]
    [InlineData("a{2", 3)]
    [InlineData("a{x}", 2)]
    [InlineData("a{3,2}", 1)]
    [InlineData("a**", 2)]
    [InlineData("a{2}{3}", 4)]
    [InlineData("(?:a)", 1)]
    [InlineData("a(b", 1)]
    [InlineData("a)b", 1)]
    [InlineData("ab]", 2)]
    [InlineData("x[a", 1)]
    [InlineData("[[a]", 1)]
    [InlineData("[]", 1)]
    [InlineData("[z-a]", 1)]
    [InlineData("[a-z-[b]c]", 8)]
    [InlineData("\\p{IsKlingon}", 2)]
    [InlineData("\\p{Lx}", 2)]
    [InlineData("\\p{Cs}", 2)]
    [InlineData("\\q", 1)]
    [InlineData("\\é", 1)]
    [InlineData("a\\", 2)]
    public void A_wrong_expression_has_its_place(string pattern, int position)
    {
        XsdRegexParser.TryParse(pattern, out _, out var error).ShouldBeFalse();
        error!.Position.ShouldBe(position, error.Message);
    }

    [Theory]
    [InlineData("[a-z]{1,9999}", 9999, true)]
    [InlineData("[a-z]{1,9999}", 10_000, false)]
    [InlineData("(a|b|ab){20000,}", 20_000, true)]
    [InlineData("((a?){1,3000}){1,3000}", 5000, true)]
    [InlineData("(a{0,70000}){99999999999}", 5000, true)]
    [InlineData("a{99999999999}", 5000, false)]
    [InlineData("a{0,99999999999}", 5000, true)]
    public void Loops_may_count_far(string pattern, int length, bool isMatch)
    {
        XsdRegexParser.TryParse(pattern, out var syntax, out var error).ShouldBeTrue(error?.Message);
        new PatternExpression(syntax!, trials: 0).IsMatch(new string('a', length)).ShouldBe(isMatch);
        new PatternExpression(syntax!, trials: 0).IsMatch(new string('a', length) + "!").ShouldBe(false);
    }

    [Fact]
    public void A_match_that_would_take_for_ever_is_given_up()
    {
        XsdRegexParser.TryParse("(a|aa){20000}", out var syntax, out _).ShouldBeTrue();
        new PatternExpression(syntax!, trials: 0).IsMatch(new string('a', 30_000)).ShouldBeNull();
    }

    [Theory]
    [InlineData("[0-9]*(..[0-9]*){11,127},127}")]
    [InlineData("((a|b1?){0,9}[0-9]+){100}")]
    [InlineData("(([0-9]{0,3}){0,99})*x")]
    public void Counting_what_has_no_fixed_length_takes_little_memory(string pattern)
    {
        XsdRegexParser.TryParse(pattern, out var syntax, out var error).ShouldBeTrue(error?.Message);
        var text = new string('1', 3000) + "!";
        var before = GC.GetAllocatedBytesForCurrentThread();
        new PatternExpression(syntax!, trials: 0).IsMatch(text).ShouldNotBe(true);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000);
    }

    [Fact]
    public void A_wrong_pattern_is_reported_where_it_goes_wrong()
    {
        var error = SchemaCompiler.FromTexts("""
            module m { namespace "urn:m"; prefix m;
              leaf l { type string { pattern "[a-z]" +
                "\\d\t(" + 'x{'; } } }
            """).Errors.ShouldHaveSingleItem();
        (error.Location.Line, error.Location.Column).ShouldBe((3, 19), error.ToString());
    }

    private static string[] Words(string text) => text.Split(' ');
}
