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
        XsdRegexParser.TryParse(pattern, out var syntax, out var error).ShouldBeTrue(error);
        var expression = new PatternExpression(syntax!);
        foreach (var text in Words(matching)) expression.IsMatch(text).ShouldBeTrue($"{text} ~ {pattern} = {syntax!.ToDotNet(text.Any(char.IsSurrogate))}");
        foreach (var text in Words(others).Where(w => w.Length > 0)) expression.IsMatch(text).ShouldBeFalse($"{text} ~ {pattern} = {syntax!.ToDotNet(text.Any(char.IsSurrogate))}");
    }

    [Fact]
    public void Nested_quantifiers_do_not_take_exponential_time()
    {
        XsdRegexParser.TryParse("(a+)+", out var syntax, out _).ShouldBeTrue();
        new PatternExpression(syntax!).IsMatch(new string('a', 5000) + "!").ShouldBeFalse();
    }

    private static string[] Words(string text) => text.Split(' ');
}
