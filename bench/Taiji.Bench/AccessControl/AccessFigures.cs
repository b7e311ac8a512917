using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Bench.AccessControl;

/// <summary>What a hundred rules cost a read of many leaves: CPU time of writing all of it as JSON, with the session's view and without, in turns.</summary>
internal static class AccessFigures
{
    private const int Rules = 100;
    private const int LeavesOfEntry = 5;

    private const string Module = """
        module y {
          namespace "urn:y"; prefix y;
          container x { list y { key a; leaf a { type int32; } leaf b { type string; } leaf c { type string; } leaf d { type uint32; } leaf e { type boolean; } } }
          container z { leaf hidden { type string; } }
        }
        """;

    /// <summary>Measures and prints.</summary>
    /// <param name="leaves">How many leaves.</param>
    public static void Print(int leaves = 1_000_000)
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        compiler.Implement("ietf-netconf-acm");
        var schema = compiler.Compile().GetSchemaOrThrow();
        Measure(schema, leaves, "modules", i => $$"""{"name":"{{i}}","module-name":"other-{{i}}","access-operations":"*","action":"deny"}""");
        Measure(schema, leaves, "paths", i => $$"""{"name":"{{i}}","path":"/y:z/hidden","access-operations":"read update","action":"{{(i % 2 == 0 ? "deny" : "permit")}}"}""");
        Measure(schema, leaves, "entries", i => $$"""{"name":"{{i}}","path":"/y:x/y[a='{{i * 7}}']","access-operations":"read","action":"deny"}""");
        Measure(schema, leaves, "leafs of entries", i => $$"""{"name":"{{i}}","path":"/y:x/y[a='{{i * 7}}']/c","access-operations":"read","action":"deny"}""");
        Measure(schema, leaves, "one leaf of all", i => $$"""{"name":"{{i}}","path":"/y:x/y/{{(i == Rules - 1 ? "c" : "d")}}","access-operations":"{{(i == Rules - 1 ? "read" : "update")}}","action":"deny"}""");
    }

    private static void Measure(YangSchema schema, int leaves, string name, Func<int, string> rule)
    {
        var entries = leaves / LeavesOfEntry;
        var tree = Tree(schema, entries, string.Join(',', Enumerable.Range(0, Rules).Select(rule)));
        var session = new SessionTable(TimeProvider.System).Open(new SessionIdentity("ann", "bench"));
        var access = new NacmAccessControl();
        var output = new ArrayBufferWriter<byte>(entries * 80);
        List<double> without = [], with = [];
        for (var i = 0; i < 11; i++)
        {
            without.Add(Run(output, tree, null));
            with.Add(Run(output, tree, access.ReadView(tree, session)));
        }

        without.Sort();
        with.Sort();
        var (a, b) = (without[without.Count / 2], with[with.Count / 2]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{leaves:N0} leaves, {Rules} rules of {name,-16} {a * 1000,6:F0} ms without, {b * 1000,6:F0} ms with: {(b / a - 1) * 100,4:F0} % more"));
    }

    private static double Run(ArrayBufferWriter<byte> output, DataTree tree, ReadView? view)
    {
        output.ResetWrittenCount();
        GC.Collect();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        JsonDataWriter.Write(output, tree.Root, new DataWriteOptions { Readable = view?.IsReadable, Lists = view?.Lists });
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }

    private static DataTree Tree(YangSchema schema, int entries, string rules)
    {
        var text = new StringBuilder("""{"ietf-netconf-acm:nacm":{"groups":{"group":[{"name":"staff","user-name":["ann"]}]},"rule-list":[{"name":"l","group":["staff"],"rule":[""");
        text.Append(rules).Append("]}]},\"y:x\":{\"y\":[");
        for (var i = 0; i < entries; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{{\"a\":{i},\"b\":\"value-{i}\",\"c\":\"text\",\"d\":{i},\"e\":true}}");
        return new JsonDataReader(schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text.Append("]}}").ToString())));
    }
}
