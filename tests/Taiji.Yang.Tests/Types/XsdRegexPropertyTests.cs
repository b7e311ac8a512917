using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Types;

public sealed class XsdRegexPropertyTests
{
    [Fact]
    public void Random_expressions_match_what_their_derivatives_match()
    {
        var random = new Random(31);
        var matches = 0;
        for (var i = 0; i < 600; i++)
        {
            var oracle = XsdRegexOracle.Random(random, 3);
            var pattern = oracle.ToString();
            XsdRegexParser.TryParse(pattern, out var syntax, out var error).ShouldBeTrue($"{pattern}: {error?.Message}");
            var expression = new PatternExpression(syntax!, trials: 0);
            for (var j = 0; j < 12; j++)
            {
                var text = RandomText(random);
                var expected = oracle.Matches(text);
                if (expected) matches++;
                expression.IsMatch(text).ShouldBe(expected, $"'{text}' ~ {pattern} = {syntax!.ToDotNet()}");
                XsdMatcher.IsMatch(syntax!, text).ShouldBe(expected, $"'{text}' ~ {pattern} step by step");
            }
        }

        matches.ShouldBeGreaterThan(500);
    }

    private static string RandomText(Random random)
    {
        var runes = XsdRegexOracle.Letters.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }
}
