using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

/// <summary>Schemas with every shape that the tree packs differently.</summary>
internal static class TestSchemas
{
    public const string ListsOnly = """
        module y {
          namespace "urn:y"; prefix y;
          container x { list y { key a; leaf a { type int32; } leaf b { type string; } } }
        }
        """;

    public const string OtherModule = """
        module t2 {
          yang-version 1.1; namespace "urn:t2"; prefix t2;
          import t { prefix t; }
          augment "/t:sys" { leaf host { type string; } list extra { key id; leaf id { type string; } } }
          augment "/t:sys/t:c" { case third { leaf ct { type string; } } }
          leaf top2 { type string; }
        }
        """;

    public static readonly string Varied = """
        module t {
          yang-version 1.1; namespace "urn:t"; prefix t;
          identity base; identity one { base base; } identity two { base base; }
          container sys {
            leaf host { type string; }
            leaf mtu { type uint16; default 1500; }
            leaf-list dns { type string; ordered-by user; }
            leaf-list tag { type string; }
            leaf-list num { type int16; }
            container opts {
              presence "on";
              leaf o1 { type int32; }
              container deep { leaf o2 { type string; } container deeper { presence "too"; leaf o3 { type string; } } }
            }
            choice c {
              default b;
              case a { leaf ca { type string; } container cac { leaf cac1 { type string; } } }
              case b {
                leaf cb { type string; default "cb!"; }
                leaf-list cbl { type int8; }
                choice inner { leaf ci1 { type string; } leaf ci2 { type string; } }
              }
              container cc { presence "here"; leaf ccl { type string; } }
            }
            anydata any;
            leaf kind { type identityref { base base; } }
            leaf flag { type empty; }
          }
          list one {
            key k;
            leaf k { type int32; }
            leaf v { type string; }
            leaf w { type string; }
            container inner { leaf z { type boolean; } }
            list sub {
              key "a b";
              leaf a { type string; }
              leaf b { type uint8; }
              leaf x { type string; }
              list subsub { key id; ordered-by user; leaf id { type string; } leaf y { type int16; } }
            }
            leaf-list ll { type string; ordered-by user; }
          }
          list usr {
            key name; ordered-by user;
            leaf name { type string; }
            leaf val { type string; }
            list in { key i; leaf i { type uint8; } leaf d { type string; } }
          }
          list two { key "n s"; leaf s { type string; } leaf n { type int8; } leaf data { type string; } }
          container state {
            config false;
            list kl { leaf p { type string; } leaf q { type int32; } leaf-list r { type string; } }
            leaf-list dup { type string; }
          }
          rpc op { input { leaf p { type string; } list l { key k; leaf k { type string; } } } output { leaf q { type string; } } }
          notification note { leaf what { type string; } }
        WIDE
        }
        """.Replace("WIDE", Wide(), StringComparison.Ordinal);

    public static YangSchema Compile(params string[] texts)
    {
        var result = SchemaCompiler.FromTexts(texts);
        result.Diagnostics.ShouldBeEmpty();
        return result.Schema.ShouldNotBeNull();
    }

    public static DataPath Path(this YangSchema schema, string text) => DataPath.Parse(schema, text);

    private static string Wide()
    {
        var text = new StringBuilder("container wide {\n");
        for (var i = 0; i < 150; i++) text.Append("leaf w").Append(i).Append(" { type ").Append(i % 3 == 0 ? "uint32" : "string").Append("; }\n");
        return text.Append('}').ToString();
    }
}

/// <summary>Trees from and to JSON, to keep tests short.</summary>
internal static class Json
{
    public static DataTree Tree(this YangSchema schema, string json, InnerNode? rootNode = null) =>
        new Taiji.Yang.Encodings.JsonDataReader(schema, new Taiji.Yang.Encodings.DataReadOptions { AllowState = true })
            .ReadTree(new System.Buffers.ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), rootNode);

    public static string Of(DataTree tree)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        Taiji.Yang.Encodings.JsonDataWriter.Write(buffer, tree.Root);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
