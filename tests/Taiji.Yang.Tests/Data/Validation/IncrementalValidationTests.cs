using System.Globalization;
using System.Text;
using Taiji.Yang.Data;

namespace Taiji.Yang.Tests.Data.Validation;

public sealed class IncrementalValidationTests
{
    private const string Body = """
        leaf mode { type enumeration { enum a; enum b; } default a; }
        container top {
          must "count(item) < 6";
          list item {
            key k; unique "u"; must "not(low > high)"; max-elements 7;
            leaf k { type uint8; }
            leaf u { type uint8; }
            leaf low { type uint8; }
            leaf high { type uint8; default 5; must "../../limit >= ."; }
            leaf next { type leafref { path "../../item/k"; } must "deref(.)/../low >= 1 or not(deref(.)/../low)"; }
            leaf peer { type uint8; must "../../item[k = current()]/u"; }
            leaf by-u { type leafref { path "/top/item/u"; } }
            container x { when "../../../mode = 'b' or ../low"; leaf need { type uint8; mandatory true; } leaf soft { type uint8; default 2; must ". != ../../u"; } }
          }
          leaf limit { type uint8; default 9; }
          choice ch {
            default one;
            case one { leaf c1 { type uint8; default 1; must "../limit > ."; } }
            case two { leaf c2 { type uint8; } leaf c3 { type uint8; mandatory true; } leaf-list c4 { type uint8; default 3; must "../limit >= ."; } }
          }
        }
        container pres { presence p; leaf w { when "/top/item[low = 3]"; type string; } leaf-list many { type uint8; min-elements 1; } leaf id { type instance-identifier; } }
        """;

    [Fact]
    public void Finds_the_same_as_a_whole_validation_on_random_changes()
    {
        var bench = new ValidationBench(Body);
        var (withErrors, withData) = (0, 0);
        for (var seed = 0; seed < 800; seed++)
        {
            var random = new Random(seed);
            // The promise holds from a valid tree on.
            var before = "";
            for (var i = 0; i < 8; i++)
            {
                var candidate = Document(random);
                if (bench.Errors(candidate).Length == 0) before = candidate;
            }

            if (before.Length == 0 && bench.Errors(before).Length > 0) continue;
            var after = Document(random);
            var to = bench.Tree(after);
            var expected = ValidationBench.Show(bench.Validator.Validate(to)).Distinct().Order(StringComparer.Ordinal).ToList();
            var found = ValidationBench.Show(bench.Validator.Validate(new DataDiff(bench.Tree(before), to))).Order(StringComparer.Ordinal).ToList();
            string.Join("\n", found).ShouldBe(string.Join("\n", expected), $"seed {seed} from {before} to {after}");
            withErrors += expected.Count > 0 ? 1 : 0;
            withData += before.Length > 0 ? 1 : 0;
        }

        withErrors.ShouldBeGreaterThan(300);
        withData.ShouldBeGreaterThan(300);
    }

    private static string Document(Random random)
    {
        var xml = new StringBuilder();
        if (random.Next(3) == 0) xml.Append(CultureInfo.InvariantCulture, $"<mode>{"ab"[random.Next(2)]}</mode>");
        xml.Append("<top>");
        for (var k = 0; k < 8; k++)
        {
            if (random.Next(3) != 0) continue;
            xml.Append(CultureInfo.InvariantCulture, $"<item><k>{k}</k>");
            foreach (var leaf in new[] { "u", "low", "high", "next", "peer", "by-u" })
            {
                if (random.Next(6) == 0) xml.Append(CultureInfo.InvariantCulture, $"<{leaf}>{random.Next(8)}</{leaf}>");
            }

            var inner = random.Next(8) switch { 0 => "need", 1 => "soft", _ => "" };
            if (inner.Length > 0) xml.Append(CultureInfo.InvariantCulture, $"<x><{inner}>{random.Next(8)}</{inner}></x>");
            xml.Append("</item>");
        }

        if (random.Next(3) == 0) xml.Append(CultureInfo.InvariantCulture, $"<limit>{random.Next(10)}</limit>");
        switch (random.Next(4))
        {
            case 0: xml.Append(CultureInfo.InvariantCulture, $"<c1>{random.Next(5)}</c1>"); break;
            case 1: xml.Append(CultureInfo.InvariantCulture, $"<c2>{random.Next(5)}</c2>"); break;
            case 2: xml.Append(CultureInfo.InvariantCulture, $"<c3>{random.Next(5)}</c3><c4>{random.Next(12)}</c4>"); break;
        }

        xml.Append("</top>");
        if (random.Next(2) == 0)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<pres>{(random.Next(3) == 0 ? "<w>1</w>" : "")}{(random.Next(3) == 0 ? "" : "<many>1</many>")}");
            if (random.Next(3) == 0) xml.Append(CultureInfo.InvariantCulture, $"<id xmlns:v='urn:v'>/v:top/v:item[v:k='{random.Next(8)}']</id>");
            xml.Append("</pres>");
        }

        return xml.ToString();
    }

    [Fact]
    public void The_cost_of_one_change_does_not_grow_with_the_list()
    {
        var bench = new ValidationBench("""
            container x { list y { key a; leaf a { type int32; } leaf b { type int32; must ". >= 0"; } leaf c { type int32; must "../b < . or not(../b)"; }
              leaf r { type leafref { path "../../y/a"; } } leaf n { type int32; must "../../y[a = current()]/b"; } } }
            """);
        long Cost(int n)
        {
            var xml = new StringBuilder("<x>");
            for (var i = 0; i < n; i++) xml.Append(CultureInfo.InvariantCulture, $"<y><a>{i}</a><b>{i}</b><r>{i / 2}</r>{(i % 9 == 3 ? $"<n>{i - 3}</n>" : "")}</y>");
            var before = bench.Tree(xml.Append("</x>").ToString());
            DataTree Changed(int value)
            {
                var editor = before.Edit();
                editor.SetValue(DataPath.Parse(bench.Schema, "/v:x/y[a='7']/c"), [0x80, 0, 0, (byte)value]);
                editor.SetValue(DataPath.Parse(bench.Schema, "/v:x/y[a='7']/n"), [0x80, 0, 0, 9]);
                editor.SetValue(DataPath.Parse(bench.Schema, "/v:x/y[a='7']/r"), [0x80, 0, 0, 4]);
                // What others look up, and a target that nobody refers to.
                editor.SetValue(DataPath.Parse(bench.Schema, "/v:x/y[a='5']/b"), [0x80, 0, 0, (byte)value]);
                editor.Remove(DataPath.Parse(bench.Schema, $"/v:x/y[a='{n - 1}']"));
                return editor.Seal();
            }

            ValidationBench.Show(bench.Validator.Validate(new DataDiff(before, Changed(8)))).ShouldBeEmpty();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            bench.Validator.Validate(new DataDiff(before, Changed(9))).ShouldBeEmpty();
            return GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        Cost(20_000).ShouldBeLessThan(2 * Cost(300));
    }
}
