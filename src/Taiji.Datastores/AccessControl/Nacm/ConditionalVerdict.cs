using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>
/// A verdict that depends on keys: the rules that ask for keys, and what holds when none of them matches. Rules that ask for the same keys are found together by one look-up, so that
/// a thousand rules of single entries cost what one costs.
/// </summary>
internal sealed class ConditionalVerdict
{
    private readonly List<KeyShape> _shapes = [];
    private readonly List<bool> _permits = [];
    private readonly bool _otherwise;

    /// <summary>Compiles.</summary>
    /// <param name="id">Its number: dense from 0.</param>
    /// <param name="rules">The rules, in order; each has a path with key conditions.</param>
    /// <param name="otherwise">When none matches.</param>
    public ConditionalVerdict(int id, IEnumerable<NacmRule> rules, bool otherwise)
    {
        Id = id;
        _otherwise = otherwise;
        foreach (var rule in rules)
        {
            var conditions = rule.Path!.Conditions;
            var shape = _shapes.Find(s => s.Fits(conditions));
            if (shape is null) _shapes.Add(shape = new KeyShape(conditions));
            shape.Add(conditions, _permits.Count);
            _permits.Add(rule.Permit);
        }

        Anchor = _shapes.Select(s => s.Last).MaxBy(DepthOf)!;
    }

    /// <summary>Its number.</summary>
    public int Id { get; }

    /// <summary>The innermost list whose keys it depends on: the same entry of it has the same verdict.</summary>
    public SchemaNode Anchor { get; }

    /// <summary>The verdict for an instance: at or below an entry of <see cref="Anchor"/>.</summary>
    /// <param name="instance">The instance.</param>
    public bool Of(DataNode instance) => Decide(shape => shape.Find(instance));

    /// <summary>As the other, for an instance that need not exist, or is state.</summary>
    /// <param name="path">Its path.</param>
    public bool Of(DataPath path) => Decide(shape => shape.Find(path));

    /// <summary>What holds when no rule matches.</summary>
    public bool Otherwise => _otherwise;

    /// <summary>
    /// The verdicts by the encoded keys of a list's entries, for those that rules name; null for an entry that keys further in decide about. Null altogether when rules ask for less than
    /// the list's whole key, or for keys of the lists around it.
    /// </summary>
    /// <param name="list">The list or leaf-list.</param>
    public IReadOnlyDictionary<byte[], bool?>? ByKeyOf(SchemaNode list)
    {
        var first = new Dictionary<byte[], int>(EncodedKeys.Comparer);
        var open = new HashSet<byte[]>(EncodedKeys.Comparer);
        foreach (var shape in _shapes)
        {
            if (shape.RulesByKey(list) is not { } rules) return null;
            foreach (var (key, rule, isWhole) in rules)
            {
                if (!isWhole) open.Add(key);
                else if (!first.TryGetValue(key, out var other) || rule < other) first[key] = rule;
            }
        }

        var verdicts = first.ToDictionary(f => f.Key, f => (bool?)_permits[f.Value], EncodedKeys.Comparer);
        foreach (var key in open) verdicts[key] = null;
        return verdicts;
    }

    private bool Decide(Func<KeyShape, int> find)
    {
        var first = int.MaxValue;
        foreach (var shape in _shapes) first = Math.Min(first, find(shape));
        return first == int.MaxValue ? _otherwise : _permits[first];
    }

    private static int DepthOf(SchemaNode node)
    {
        var depth = 0;
        for (var n = node; n.Parent is not null; n = n.Parent) depth++;
        return depth;
    }

    /// <summary>Which keys a rule asks for; and the first rule for each combination of their values.</summary>
    private sealed class KeyShape(IReadOnlyList<KeyCondition> conditions)
    {
        private readonly (SchemaNode List, LeafNode? Key)[] _keys = [.. conditions.Select(c => (c.List, c.Key))];
        private readonly Dictionary<string, int> _rules = new(StringComparer.Ordinal);
        private readonly List<(IReadOnlyList<KeyCondition> Values, int Rule)> _all = [];

        public SchemaNode Last => _keys[^1].List;

        public bool Fits(IReadOnlyList<KeyCondition> other) => _keys.SequenceEqual(other.Select(c => (c.List, c.Key)));

        public void Add(IReadOnlyList<KeyCondition> values, int rule)
        {
            var text = new StringBuilder();
            foreach (var value in values) Append(text, value.Value);
            if (_rules.TryAdd(text.ToString(), rule)) _all.Add((values, rule));
        }

        /// <summary>The rules by the whole encoded key of a list, and whether they ask for nothing else; null when they ask for less, or for keys of lists around it.</summary>
        public IEnumerable<(byte[] Key, int Rule, bool IsWhole)>? RulesByKey(SchemaNode list)
        {
            var own = 0;
            while (own < _keys.Length && _keys[own].List == list) own++;
            var isWhole = own == _keys.Length;
            if (list is not ListNode keyed) return own == 1 ? _all.Select(a => (a.Values[0].Value, a.Rule, isWhole)) : null;
            var order = keyed.Keys.Select(k => Array.FindIndex(_keys, 0, own, c => c.Key == k)).ToArray();
            return order.Length != own || own == 0 || order.Contains(-1)
                ? null : _all.Select(a => (KeyCodec.Encode(keyed, [.. order.Select(i => a.Values[i].Value)]), a.Rule, isWhole));
        }

        public int Find(DataNode instance)
        {
            var text = new StringBuilder();
            foreach (var (list, key) in _keys)
            {
                var entry = instance;
                while (entry.Schema != list) entry = entry.Parent;
                if (key is null) Append(text, entry.Value);
                else if (entry.TryGetChild(key, out var leaf)) Append(text, leaf.Value);
                else return int.MaxValue;
            }

            return _rules.GetValueOrDefault(text.ToString(), int.MaxValue);
        }

        public int Find(DataPath path)
        {
            var text = new StringBuilder();
            foreach (var (list, key) in _keys)
            {
                if (!TryValue(path, list, key, out var value)) return int.MaxValue;
                Append(text, value);
            }

            return _rules.GetValueOrDefault(text.ToString(), int.MaxValue);
        }

        private static bool TryValue(DataPath path, SchemaNode list, LeafNode? key, out byte[] value)
        {
            value = [];
            foreach (var step in path.Steps)
            {
                if (step.Node != list || step.Key is not { } encoded) continue;
                var rest = encoded.Span;
                var scratch = new byte[rest.Length];
                if (key is null) value = rest.ToArray();
                for (var i = 0; key is not null && i <= key.KeyIndex; i++) value = KeyCodec.Take((ListNode)list, i, ref rest, scratch).ToArray();
                return true;
            }

            return false;
        }

        private static void Append(StringBuilder text, ReadOnlySpan<byte> value)
        {
            text.Append(value.Length).Append(':');
            foreach (var octet in value) text.Append((char)octet);
        }
    }
}
