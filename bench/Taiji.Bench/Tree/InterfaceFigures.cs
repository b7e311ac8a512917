using System.Buffers;
using System.Globalization;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Tree;

/// <summary>Memory of entries as they are in real configurations: 18 values each, in the shape of ietf-interfaces with ietf-ip.</summary>
internal static class InterfaceFigures
{
    private const string Module = """
        module if { yang-version 1.1; namespace "urn:if"; prefix if;
          identity kind; identity ethernet { base kind; }
          container interfaces { list interface { key name;
            leaf name { type string; } leaf description { type string; } leaf type { type identityref { base kind; } } leaf enabled { type boolean; }
            leaf link-up-down-trap-enable { type enumeration { enum enabled; enum disabled; } }
            container ipv4 { leaf enabled { type boolean; } leaf forwarding { type boolean; } leaf mtu { type uint16; }
              list address { key ip; leaf ip { type string; } leaf prefix-length { type uint8; } }
              list neighbor { key ip; leaf ip { type string; } leaf link-layer-address { type string; } } }
            container ipv6 { leaf enabled { type boolean; } leaf forwarding { type boolean; } leaf mtu { type uint32; } leaf dup-addr-detect-transmits { type uint32; }
              list address { key ip; leaf ip { type string; } leaf prefix-length { type uint8; } } } } } }
        """;

    public static void Print(TextWriter output, int entries)
    {
        var schema = SchemaCompiler.FromTexts(Module).Schema ?? throw new InvalidOperationException("the module doesn't compile");
        var json = Json(entries);
        var reader = new JsonDataReader(schema, new DataReadOptions());
        reader.ReadTree(new ReadOnlySequence<byte>(Json(10)));
        var before = GC.GetTotalMemory(true);
        var tree = reader.ReadTree(new ReadOnlySequence<byte>(json));
        var bytes = GC.GetTotalMemory(true) - before;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"interface of 18 values, {entries:N0} entries: {bytes / (double)entries:F0} B/entry of memory, {json.Length / entries} of JSON"));
        GC.KeepAlive(tree);
    }

    private static byte[] Json(int entries)
    {
        var text = new StringBuilder("{\"if:interfaces\":{\"interface\":[");
        for (var i = 0; i < entries; i++)
        {
            var address = $"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}";
            text.Append(CultureInfo.InvariantCulture, $$$$"""
                {{{{(i == 0 ? "" : ",")}}}}{"name":"eth{{{{i}}}}","description":"customer port {{{{i}}}}","type":"ethernet","enabled":true,"link-up-down-trap-enable":"enabled","ipv4":{"enabled":true,"forwarding":false,"mtu":1500,"address":[{"ip":"{{{{address}}}}","prefix-length":24}],"neighbor":[{"ip":"{{{{address}}}}9","link-layer-address":"00:1b:44:11:3a:b7"}]},"ipv6":{"enabled":true,"forwarding":false,"mtu":1500,"dup-addr-detect-transmits":1,"address":[{"ip":"2001:db8::{{{{i:x}}}}","prefix-length":64}]}}
                """);
        }

        return Encoding.UTF8.GetBytes(text.Append("]}}").ToString());
    }
}
