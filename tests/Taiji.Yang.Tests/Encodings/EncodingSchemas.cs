using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>The modules that the encodings are tried with.</summary>
internal sealed class EncodingSchemas
{
    private const string Main = """
        module m {
          yang-version 1.1; namespace "urn:m"; prefix m;
          identity animal; identity dog { base animal; } identity cat { base animal; }
          typedef colour { type enumeration { enum red; enum "light green"; enum "<&>"; } }
          container types {
            leaf i8 { type int8; } leaf i16 { type int16; } leaf i32 { type int32; } leaf i64 { type int64; }
            leaf u8 { type uint8; } leaf u16 { type uint16; } leaf u32 { type uint32; } leaf u64 { type uint64; }
            leaf dec { type decimal64 { fraction-digits 3; } }
            leaf str { type string; }
            leaf short { type string { length "1..4" { error-app-tag too-long; error-message "four at most"; } } }
            leaf word { type string { pattern "[a-z]+"; } }
            leaf bool { type boolean; }
            leaf colour { type colour; }
            leaf bits { type bits { bit a; bit b; bit c; } }
            leaf bin { type binary; }
            leaf none { type empty; }
            leaf pet { type identityref { base animal; } }
            leaf ref { type leafref { path "../i32"; } }
            leaf iid { type instance-identifier { require-instance false; } }
            leaf either { type union { type int32; type colour; type identityref { base animal; } type string { length "3"; } type empty; } }
            leaf-list nums { type uint16; }
            leaf-list words { type string; ordered-by user; }
          }
          container top {
            leaf name { type string; }
            leaf mtu { type uint16; default 1500; }
            leaf mode { type string; default fast; }
            leaf-list dflt { type int8; default 1; default 2; }
            container inner { leaf depth { type int32; default 7; } leaf free { type string; } }
            container on { presence "on"; leaf level { type uint8; default 3; } }
            leaf guard { type boolean; default false; }
            leaf guarded { when "../guard = 'true'"; type string; default here; }
            choice way { default left;
              case left { leaf l { type string; default "L"; } leaf l2 { type string; } }
              case right { leaf r { type string; } container rc { leaf rr { type string; } } }
            }
            list user { key "name"; leaf name { type string; } leaf age { type uint8; } leaf shell { type string; default "/bin/sh"; }
              container home { leaf dir { type string; } }
              leaf-list groups { type string; }
              leaf logins { config false; type uint32; } }
            list route { key "prefix metric"; ordered-by user; leaf metric { type uint8; } leaf prefix { type string; } leaf via { type string; }
              list hop { key id; ordered-by user; leaf id { type uint8; } leaf note { type string; } } }
            leaf-list dns { type string; ordered-by user; }
            container stats { config false; leaf in { type uint64; } leaf out { type uint64; default 0; }
              list sample { leaf at { type uint32; } leaf v { type string; } } leaf-list log { type string; } }
          }
          anydata blob;
          anyxml loose;
          rpc act { input { leaf what { type string; } list item { key k; leaf k { type string; } } } output { leaf done { type boolean; } } }
          notification event { leaf severity { type colour; } }
        }
        """;

    private const string Other = """
        module other {
          yang-version 1.1; namespace "urn:other"; prefix o;
          import m { prefix m; }
          identity parrot { base m:animal; }
          augment "/m:top" { leaf extra { type string; } container more { leaf deep { type identityref { base m:animal; } } } }
          augment "/m:top/m:user" { leaf badge { type uint32; } }
          leaf alone { type string; }
        }
        """;

    public const string ListY = """
        module y {
          namespace "urn:y"; prefix y;
          container x { list y { key a; leaf a { type int32; } leaf b { type string; } } }
        }
        """;

    private static readonly Lazy<YangSchema> Compiled = new(() => Documents.Compile(Main, Other));

    /// <summary>Modules m and other.</summary>
    public static YangSchema Varied => Compiled.Value;
}
