using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Tests.XPath;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Tests.Fuzzing;

public sealed class BombTests
{
    public static TheoryData<string> Names => [.. Bombs.All.Select(b => b.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bomb_is_diagnosed_or_costs_what_its_size_costs(string name) => SmallStack.Run(() =>
    {
        var (_, size, make, ids) = Bombs.All.Single(b => b.Name == name);
        var (single, found) = Compile(Bombs.Module(make(size)));
        var (twice, _) = Compile(Bombs.Module(make(2 * size)));
        string.Join(' ', found).ShouldBe(ids);
        twice.ShouldBeLessThan(3 * single + 4_000_000, $"{single:N0} bytes for {size}");
    });

    [Theory]
    [InlineData("1", " + 1", 990, "", "")]
    [InlineData("//node()", " | //node()", 100, "", "")]
    [InlineData("", "not(", 120, "1", ")")]
    [InlineData("", "*[", 120, "1", "]")]
    [InlineData("", "string(concat('a', ", 60, "1", "))")]
    [InlineData("", "-", 600, "1", "")]
    [InlineData("//node()", "/descendant-or-self::node()", 200, "", "")]
    [InlineData("//node()", "/ancestor::node()/descendant::node()", 50, "", "")]
    public void A_deep_or_long_expression_is_evaluated_in_little_stack(string start, string opening, int count, string middle, string closing) => SmallStack.Run(() =>
    {
        var text = start + string.Concat(Enumerable.Repeat(opening, count)) + middle + string.Concat(Enumerable.Repeat(closing, count));
        var library = new RandomLibrary(new Random(1));
        XPathParser.TryParse(text, RandomLibrary.Prefixes.Instance, out var expression, out var error).ShouldBeTrue(error?.Message);
        XPathBinder.Bind(expression, RandomLibrary.Schema.Root, RandomLibrary.Schema.Root, RandomLibrary.Schema.FindModule("m")!).ShouldNotBeNull();
        var value = new XPathEvaluator(new AccessibleTree(library.Tree)).Evaluate(expression, new XPathNode(library.Tree.Root), null);
        if (value.Type == XPathType.NodeSet) value.Nodes.Count.ShouldBe(value.Nodes.Distinct().Count());
    });

    [Fact]
    public void Predicates_that_multiply_the_nodes_are_given_up()
    {
        var library = new RandomLibrary(new Random(1));
        XPathParser.TryParse(string.Concat(Enumerable.Repeat("(//node())[", 30)) + "1" + new string(']', 30), RandomLibrary.Prefixes.Instance, out var expression, out _).ShouldBeTrue();
        var evaluator = new XPathEvaluator(new AccessibleTree(library.Tree)) { MaximumSteps = 100_000 };
        Should.Throw<RpcErrorException>(() => evaluator.Evaluate(expression, new XPathNode(library.Tree.Root), null)).Errors[0].Tag.ShouldBe(ErrorTag.ResourceDenied);
    }

    private static (long Allocated, IEnumerable<string> Ids) Compile(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = SchemaCompiler.FromTexts(text);
        return (GC.GetAllocatedBytesForCurrentThread() - before, result.Diagnostics.Select(d => d.Id).Distinct());
    }
}
