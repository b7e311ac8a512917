using System.Buffers;
using System.Globalization;
using System.Text;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Transactions.Differences;

/// <summary>A module with every kind of node that a difference can be about.</summary>
internal static class DifferenceModule
{
    public const string Text = """
        module d {
          yang-version 1.1;
          namespace "urn:d";
          prefix dd;
          identity pet;
          identity dog { base pet; }
          identity cat { base pet; }
          container top {
            leaf name { type string; }
            leaf flag { type empty; }
            leaf pet { type identityref { base pet; } }
            container on { presence "on"; leaf level { type uint8; } }
            choice way {
              leaf left { type string; }
              container right { leaf r1 { type string; } leaf r2 { type string; } }
            }
            leaf-list tag { type string; }
            leaf-list dns { type string; ordered-by user; }
            list user { key name; leaf name { type string; } leaf age { type uint8; } leaf-list group { type string; } }
            list rule { key "kind id"; ordered-by user; leaf kind { type identityref { base pet; } } leaf id { type uint8; } leaf note { type string; } }
          }
          anydata blob;
        }
        """;

    public static YangSchema Schema { get; } = TestModule.Compile(Text);

    public static DataTree Read(string json) =>
        new JsonDataReader(Schema, new DataReadOptions { TakesAnyContent = false }).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));

    public static string Xml(DataTree tree)
    {
        var buffer = new ArrayBufferWriter<byte>();
        XmlDataWriter.Write(buffer, tree.Root);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Value(DataNode node) => Convert.ToHexString(node.Value);

    /// <summary>A random document.</summary>
    public static string Random(Random random)
    {
        var members = new List<string>();
        void Maybe(string name, Func<string> value)
        {
            if (random.Next(2) == 0) members.Add($"\"{name}\":{value()}");
        }

        Maybe("name", () => Pick(random, "\"a\"", "\"b c\"", "\"<&>\""));
        Maybe("flag", () => "[null]");
        Maybe("pet", () => Pick(random, "\"dog\"", "\"d:cat\""));
        Maybe("on", () => Pick(random, "{}", "{\"level\":1}", "{\"level\":2}"));
        if (random.Next(2) == 0) Maybe("left", () => Pick(random, "\"l1\"", "\"l2\""));
        else Maybe("right", () => Pick(random, "{\"r1\":\"1\"}", "{\"r1\":\"2\",\"r2\":\"3\"}"));
        Maybe("tag", () => $"[{Join(Some(random, 4).Select(n => $"\"t{n}\""))}]");
        Maybe("dns", () => $"[{Join(Some(random, 5).Select(n => $"\"d{n}\""))}]");
        Maybe("user", () => $"[{Join(Some(random, 4).Select(n => $"{{\"name\":\"u {n}\",\"age\":{random.Next(3)},\"group\":[\"g{random.Next(3)}\"]}}"))}]");
        Maybe("rule", () => $"[{Join(Some(random, 5).Select(n => $"{{\"kind\":\"{(n % 2 == 0 ? "dog" : "cat")}\",\"id\":{n},\"note\":\"{random.Next(2)}\"}}"))}]");
        var blob = random.Next(3) == 0 ? $",\"d:blob\":{{\"d:top\":{{\"name\":\"{random.Next(2)}\"}}}}" : "";
        return $"{{\"d:top\":{{{Join(members)}}}{blob}}}";
    }

    private static string Join(IEnumerable<string> members) => string.Join(',', members);

    private static IEnumerable<int> Some(Random random, int count)
    {
        var all = Enumerable.Range(0, count).ToArray();
        random.Shuffle(all);
        return all.Take(random.Next(1, count + 1));
    }

    private static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];
}
