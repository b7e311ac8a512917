namespace Taiji.Yang.Tests.XPath;

/// <summary>Random XPath 1.0 expressions over the documents of <see cref="RandomLibrary"/>, of a chosen type.</summary>
internal sealed class RandomExpressions(Random random)
{
    private static readonly string[] Axes =
    [
        "child::", "", "", "", "parent::", "self::", "descendant::", "descendant-or-self::", "ancestor::", "ancestor-or-self::", "following-sibling::", "preceding-sibling::",
        "following::", "preceding::", "attribute::", "@",
    ];

    private static readonly string[] Tests = ["*", "m:*", "n:*", "node()", "text()", "m:shelf", "m:book", "m:no", "m:isbn", "m:title", "m:and", "n:div", "m:tag", "n:box", "m:lib", "comment()"];
    private static readonly string[] Strings = ["''", "'a'", "\"b\"", "'1'", "'12'", "' a  b '", "'div'", "'-0.5'", "'é'"];
    private static readonly string[] Numbers = ["0", "1", "2", ".5", "1.", "-1", "2.5", "-2.5", "1000000", "0 div 0", "1 div 0", "-1 div 0", "-0"];

    public string Any(int depth) => random.Next(4) switch { 0 => NodeSet(depth), 1 => Boolean(depth), 2 => Number(depth), _ => Text(depth) };

    public string NodeSet(int depth)
    {
        switch (random.Next(depth > 0 ? 8 : 5))
        {
            case 5: return $"{NodeSet(depth - 1)}{Space()}|{Space()}{NodeSet(depth - 1)}";
            case 6: return $"({NodeSet(depth - 1)}){Predicates(depth - 1)}";
            case 7: return $"({NodeSet(depth - 1)})/{Path(depth - 1)}";
            default: return (random.Next(3) switch { 0 => "/", 1 => "//", _ => "" }) + Path(depth);
        }
    }

    private string Path(int depth)
    {
        var path = Step(depth);
        for (var n = random.Next(3); n > 0; n--) path += (random.Next(4) == 0 ? "//" : "/") + Step(depth);
        return path;
    }

    private string Step(int depth) => random.Next(8) switch
    {
        0 => ".",
        1 => "..",
        _ => Axes[random.Next(Axes.Length)] + Tests[random.Next(Tests.Length)] + Predicates(depth - 1),
    };

    private string Predicates(int depth)
    {
        var text = "";
        while (depth >= 0 && random.Next(3) == 0)
        {
            text += random.Next(4) switch
            {
                0 => $"[{random.Next(1, 4)}]",
                1 => $"[position() {Comparison()} {random.Next(1, 4)}]",
                2 => random.Next(2) == 0 ? "[last()]" : $"[{Step(0)} = {Scalar(0)}]",
                _ => $"[{Any(depth)}]",
            };
        }

        return text;
    }

    private string Boolean(int depth) => depth <= 0 ? (random.Next(2) == 0 ? "true()" : "false()") : random.Next(8) switch
    {
        0 => $"{Operand(depth)} and {Operand(depth)}",
        1 => $"{Operand(depth)} or {Operand(depth)}",
        2 => $"not({Any(depth - 1)})",
        3 => $"boolean({Any(depth - 1)})",
        4 => $"{(random.Next(2) == 0 ? "contains" : "starts-with")}({Textual(depth - 1)}, {Text(depth - 1)})",
        _ => $"{Operand(depth)}{Space()}{Comparison()}{Space()}{Operand(depth)}",
    };

    private string Number(int depth) => depth <= 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(9) switch
    {
        0 => $"count({NodeSet(depth - 1)})",
        1 => $"sum({NodeSet(depth - 1)})",
        2 => $"number({Any(depth - 1)})",
        3 => $"string-length({Textual(depth - 1)})",
        4 => $"{new[] { "floor", "ceiling", "round" }[random.Next(3)]}({Any(depth - 1)})",
        5 => $"-{Operand(depth)}",
        6 => random.Next(2) == 0 ? "position()" : "last()",
        _ => $"{Operand(depth)} {new[] { "+", "-", "*", "div", "mod" }[random.Next(5)]} {Operand(depth)}",
    };

    private string Text(int depth) => depth <= 0 ? Strings[random.Next(Strings.Length)] : random.Next(8) switch
    {
        0 => $"string({Textual(depth - 1)})",
        1 => $"concat({Textual(depth - 1)}, {Textual(depth - 1)})",
        2 => $"substring({Textual(depth - 1)}, {Number(depth - 1)}{(random.Next(2) == 0 ? "" : ", " + Number(depth - 1))})",
        3 => $"{(random.Next(2) == 0 ? "substring-before" : "substring-after")}({Textual(depth - 1)}, {Text(depth - 1)})",
        4 => $"normalize-space({(random.Next(3) == 0 ? "" : Textual(depth - 1))})",
        5 => $"translate({Textual(depth - 1)}, {Text(depth - 1)}, {Text(depth - 1)})",
        6 => $"{new[] { "name", "local-name", "namespace-uri" }[random.Next(3)]}({(random.Next(3) == 0 ? "" : NodeSet(depth - 1))})",
        _ => Strings[random.Next(Strings.Length)],
    };

    /// <summary>
    /// Something to make a string of. Not any number: the other engine writes -0 with its sign, and reads Infinity back as a number, which XPath 1.0 §4.2 and §4.4 do not.
    /// </summary>
    private string Textual(int depth) => random.Next(4) switch
    {
        0 => NodeSet(depth),
        1 => Boolean(depth),
        2 => depth > 0 ? $"count({NodeSet(depth - 1)})" : $"{random.Next(20)}",
        _ => Text(depth),
    };

    private string Operand(int depth) => random.Next(3) == 0 ? Any(0) : $"({Any(depth - 1)})";

    private string Scalar(int depth) => random.Next(2) == 0 ? Text(depth) : $"({Number(depth)})";

    private string Comparison() => new[] { "=", "!=", "<", "<=", ">", ">=" }[random.Next(6)];

    private string Space() => random.Next(2) == 0 ? "" : " ";
}
