using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Taiji.Yang.Data;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>A random document of the schema <see cref="EncodingSchemas.Varied"/> and its tree.</summary>
public sealed record RandomTree(string Json)
{
    public DataTree Tree => EncodingSchemas.Varied.ReadJson(Json);

    public override string ToString() => Json;
}

/// <summary>Random documents: every kind of node, small enough to overlap.</summary>
internal static class RandomTrees
{
    public static Gen<RandomTree> Generator { get; } = Gen.Choose(0, int.MaxValue - 1).Select(seed => new RandomTree(Document(new Random(seed))));

    private static string Document(Random random)
    {
        var members = new List<string>();
        if (random.Next(5) > 0) members.Add($"\"m:types\":{{{Join(Types(random))}}}");
        if (random.Next(5) > 0) members.Add($"\"m:top\":{{{Join(Top(random))}}}");
        if (random.Next(4) == 0) members.Add($"\"m:blob\":{{\"m:top\":{{\"name\":{Text(random)}}},\"z:unknown\":[{random.Next(9)},{random.Next(9)}]}}");
        if (random.Next(4) == 0) members.Add($"\"m:loose\":{Text(random)}");
        if (random.Next(4) == 0) members.Add($"\"other:alone\":{Text(random)}");
        return $"{{{Join(members)}}}";
    }

    private static List<string> Types(Random random)
    {
        var members = new List<string>();
        void Maybe(string name, Func<string> value)
        {
            if (random.Next(3) == 0) members.Add($"\"{name}\":{value()}");
        }

        Maybe("i8", () => random.Next(-128, 128).ToString(CultureInfo.InvariantCulture));
        Maybe("i32", () => random.Next(int.MinValue, int.MaxValue).ToString(CultureInfo.InvariantCulture));
        Maybe("u32", () => random.NextInt64(uint.MaxValue).ToString(CultureInfo.InvariantCulture));
        Maybe("i64", () => $"\"{random.NextInt64(long.MinValue, long.MaxValue)}\"");
        Maybe("u64", () => $"\"{(ulong)random.NextInt64() * 2}\"");
        Maybe("dec", () => $"\"{random.Next(-99999, 99999) / 1000m}\"");
        Maybe("str", () => Text(random));
        Maybe("bool", () => random.Next(2) == 0 ? "true" : "false");
        Maybe("colour", () => Pick(random, "\"red\"", "\"light green\"", "\"<&>\""));
        Maybe("bits", () => Pick(random, "\"\"", "\"a\"", "\"a c\"", "\"b c\""));
        Maybe("bin", () => $"\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', random.Next(5))))}\"");
        Maybe("none", () => "[null]");
        Maybe("pet", () => Pick(random, "\"dog\"", "\"cat\"", "\"other:parrot\""));
        Maybe("either", () => Pick(random, "5", "\"red\"", "\"cat\"", "\"other:parrot\"", "\"abc\"", "[null]"));
        Maybe("iid", () => Pick(random, "\"/m:top/user[name='a']\"", "\"/m:top/other:extra\"", "\"/m:top/dns[.='b']\""));
        Maybe("nums", () => $"[{string.Join(',', Some(random, 5).Select(n => n * 100))}]");
        Maybe("words", () => $"[{string.Join(',', Some(random, 5).Select(n => $"\"w{n}\""))}]");
        return members;
    }

    private static List<string> Top(Random random)
    {
        var members = new List<string>();
        void Maybe(string name, Func<string> value)
        {
            if (random.Next(2) == 0) members.Add($"\"{name}\":{value()}");
        }

        Maybe("name", () => Text(random));
        Maybe("mtu", () => Pick(random, "1500", "9000"));
        Maybe("inner", () => $"{{\"depth\":{random.Next(5)}}}");
        Maybe("on", () => Pick(random, "{}", "{\"level\":1}"));
        if (random.Next(2) == 0) Maybe("l", () => Text(random));
        else Maybe("rc", () => $"{{\"rr\":{Text(random)}}}");
        Maybe("user", () => Entries(random, n => $"\"name\":\"u{n}\"", () => $"\"age\":{random.Next(3)},\"groups\":[\"g{random.Next(3)}\"],\"other:badge\":{random.Next(3)}"));
        Maybe("route", () => Entries(
            random, n => $"\"prefix\":\"p{n % 2}\",\"metric\":{n / 2}", () => $"\"via\":{Text(random)},\"hop\":{Entries(random, n => $"\"id\":{n}", () => $"\"note\":\"{random.Next(2)}\"")}"));
        Maybe("dns", () => $"[{string.Join(',', Some(random, 6).Select(n => $"\"d{n}\""))}]");
        Maybe("other:extra", () => Text(random));
        return members;
    }

    private static string Entries(Random random, Func<int, string> key, Func<string> rest) =>
        $"[{string.Join(',', Some(random, 6).Select(n => $"{{{key(n)}{(random.Next(2) == 0 ? "," + rest() : "")}}}"))}]";

    /// <summary>Some of the numbers below n, in random order.</summary>
    private static List<int> Some(Random random, int n)
    {
        var numbers = Enumerable.Range(0, n).Where(_ => random.Next(3) > 0).ToArray();
        random.Shuffle(numbers);
        return [.. numbers];
    }

    private static string Text(Random random) => Pick(
        random, "\"\"", "\"plain\"", "\"a b\"", "\"<x y='1'>&amp;</x>\"", "\"\\\"q\\\" \\\\ \\/\"", "\"ünï€😀\"", "\"line\\nfeed\\ttab\\rcr\"", "\"'\"", "\"]]>\"", "\" pad \"");

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];

    private static string Join(List<string> members) => string.Join(',', members);
}
