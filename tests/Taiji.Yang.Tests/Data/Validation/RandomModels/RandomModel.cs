using System.Text;

namespace Taiji.Yang.Tests.Data.Validation.RandomModels;

/// <summary>A random module: every kind of node and constraint, small enough for them to get into each other's way.</summary>
internal sealed class RandomModel
{
    private static readonly string[] Types = ["uint8", "uint8", "string", "string", "enumeration { enum a; enum b; enum c; }", "identityref { base i0; }", "union { type uint8; type string; }", "boolean"];

    private readonly Random _random;
    private readonly RandomExpressions _expressions;
    private readonly StringBuilder _augments = new();
    private readonly StringBuilder _groupings = new();
    private readonly int _rarity;
    private int _count;

    public RandomModel(int seed)
    {
        _random = new Random(seed);
        // With few constraints trees grow; with many they meet.
        _rarity = 2 + (seed % 5 * 2);
        Root = new ModelNode("root", "", null, _count++);
        _expressions = new RandomExpressions(_random, Root);
        for (var i = _random.Next(2, 5); i > 0; i--) AddChild(Root, 0);
        foreach (var node in Root.Descendants.ToList()) AddReferences(node);
        // Inner nodes first: a default case must not have mandatory nodes.
        foreach (var node in Root.Descendants.Reverse().ToList()) AddConstraints(node);
    }

    public ModelNode Root { get; }

    public string Body
    {
        get
        {
            var text = new StringBuilder("identity i0; identity a { base i0; } identity b { base i0; } identity c { base b; }\n");
            _augments.Clear();
            _groupings.Clear();
            foreach (var child in Root.Children) Write(child, text, 0);
            return text.Append(_groupings).Append(_augments).ToString();
        }
    }

    private void AddChild(ModelNode parent, int depth)
    {
        var kind = _random.Next(depth < 3 ? 13 : 6) switch
        {
            < 5 => "leaf",
            5 => "leaf-list",
            6 or 7 => "container",
            < 12 => "list",
            _ => parent.Kind == "choice" ? "container" : "choice",
        };
        var node = Add(parent, kind);
        switch (kind)
        {
            case "leaf" or "leaf-list":
                node.Type = Types[_random.Next(Types.Length)];
                if (kind == "leaf-list" && Chance(3)) node.Statements.Add("ordered-by user;");
                break;
            case "container":
                if (Chance(3)) node.Statements.Add("presence p;");
                break;
            case "list":
                for (var i = _random.Next(5) == 0 ? 2 : 1; i > 0; i--) AddKey(node);
                node.Statements.Add($"key \"{string.Join(' ', node.Keys.Select(k => k.Name))}\";");
                if (Chance(3)) node.Statements.Add("ordered-by user;");
                break;
            case "choice":
                for (var i = 0; i < 2; i++)
                {
                    var own = Add(node, "case");
                    for (var j = _random.Next(1, 3); j > 0; j--) AddChild(own, depth + 1);
                }

                return;
        }

        if (kind is "container" or "list")
        {
            for (var i = _random.Next(1, 5); i > 0; i--) AddChild(node, depth + 1);
        }
    }

    private ModelNode Add(ModelNode parent, string kind)
    {
        var node = new ModelNode(kind, $"{kind[0]}{_count}", parent, _count++);
        parent.Children.Add(node);
        return node;
    }

    private void AddKey(ModelNode list)
    {
        var key = Add(list, "leaf");
        key.IsKey = true;
        key.Type = Chance(2) ? "uint8" : "string";
        list.Keys.Add(key);
    }

    private void AddReferences(ModelNode node)
    {
        if (!node.IsTyped || node.IsKey) return;
        if (Chance(4) && _expressions.LeafRefPath(node) is { } path)
        {
            var type = $"leafref {{ path \"{path}\";{(Chance(8) ? " require-instance false;" : "")} }}";
            node.Type = Chance(6) ? $"union {{ type {type} type enumeration {{ enum a; enum b; }} }}" : type;
        }
        else if (Chance(10))
        {
            node.Type = Chance(5) ? "union { type uint8; type instance-identifier; }" : $"instance-identifier{(Chance(6) ? " { require-instance false; }" : "")}";
        }
    }

    private void AddConstraints(ModelNode node)
    {
        if (node.IsTyped && !node.IsKey && Chance(4) && DefaultOf(node) is { } value)
        {
            node.Default = value;
            node.Statements.Add($"default {value};");
        }
        else if (node.Kind == "leaf" && !node.IsKey && Chance(_rarity * 3))
        {
            node.Statements.Add("mandatory true;");
        }

        switch (node.Kind)
        {
            case "list" or "leaf-list":
                if (Chance(_rarity * 3) && node.Default is null) node.Statements.Add("min-elements 1;");
                if (Chance(6)) node.Statements.Add($"max-elements {_random.Next(1, 5)};");
                if (node.Kind == "list") AddUniques(node);
                break;
            case "choice" when Chance(3):
                if (Chance(3)) node.Statements.Add("mandatory true;");
                else if (CanBeDefault(node.Children[0])) node.Statements.Add($"default {node.Children[0].Name};");
                break;
        }

        if (node.IsData)
        {
            for (var i = 0; i < 2; i++)
            {
                if (Chance(_rarity)) node.Statements.Add($"must \"{_expressions.Condition(node, int.MaxValue)}\";");
            }
        }

        if (node.IsKey || !Chance(_rarity + 1)) return;
        var through = node.Parent is { Kind: "container" or "list" } parent && node.IsData ? _random.Next(4) : 3;
        node.Through = through switch { 0 => "augment", 1 => "uses", _ => "" };
        // On uses, augment, choice and case the context is the parent; on the node, the node.
        var context = node.Through.Length > 0 || !node.IsData ? node.DataParent! : node;
        if (context != Root) node.When = _expressions.Condition(context, node.Order);
    }

    private static bool CanBeDefault(ModelNode own) => !own.Descendants.Any(d => d.Statements.Contains("mandatory true;") || d.Statements.Contains("min-elements 1;"));

    private void AddUniques(ModelNode list)
    {
        var leaves = list.Children.SelectMany(c => c.Kind == "container" ? c.Children.Prepend(c) : [c]).Where(c => c is { Kind: "leaf", IsKey: false }).ToList();
        if (leaves.Count == 0 || !Chance(2)) return;
        for (var i = Chance(4) ? 2 : 1; i > 0; i--)
        {
            var chosen = leaves.OrderBy(_ => _random.Next()).Take(_random.Next(1, 3)).ToList();
            list.Statements.Add($"unique \"{string.Join(' ', chosen.Select(l => l.Parent == list ? l.Name : $"{l.Parent!.Name}/{l.Name}"))}\";");
        }
    }

    private string? DefaultOf(ModelNode node) => node.Type switch
    {
        "uint8" or "union { type uint8; type string; }" => _random.Next(3).ToString(System.Globalization.CultureInfo.InvariantCulture),
        "boolean" => "true",
        ['i', 'd', ..] or ['e', ..] or "string" => "abc"[_random.Next(3)].ToString(),
        _ => null,
    };

    private void Write(ModelNode node, StringBuilder text, int depth)
    {
        var own = new StringBuilder($"{node.Kind} {node.Name} {{");
        if (node.When is not null && node.Through.Length == 0) own.Append($" when \"{node.When}\";");
        if (node.IsTyped) own.Append($" type {node.Type}{(node.Type.EndsWith('}') ? "" : ";")}");
        foreach (var statement in node.Statements) own.Append(' ').Append(statement);
        own.Append('\n');
        foreach (var child in node.Children) Write(child, own, depth + 1);
        own.Append(' ', depth * 2).Append("}\n");
        var when = node.When is null ? "" : $"when \"{node.When}\"; ";
        switch (node.Through)
        {
            case "augment" when !node.Statements.Contains("mandatory true;") || node.When is not null:
                _augments.Append($"augment \"{SchemaPath(node.Parent!)}\" {{ {when}{own}}}\n");
                break;
            case "uses":
                _groupings.Append($"grouping g-{node.Name} {{ {own}}}\n");
                text.Append(' ', depth * 2).Append($"uses g-{node.Name} {{ {when}}}\n");
                break;
            default:
                text.Append(' ', depth * 2).Append(own);
                break;
        }
    }

    private static string SchemaPath(ModelNode node) => node.Parent is null ? "" : $"{SchemaPath(node.Parent)}/v:{node.Name}";

    private bool Chance(int times) => _random.Next(times) == 0;
}
