namespace Taiji.Server.Tests.RestconfApi.Support;

/// <summary>Two small modules with every kind of resource.</summary>
internal static class TestModules
{
    public const string Main = """
        module shop {
          yang-version 1.1;
          namespace "urn:test:shop";
          prefix s;
          revision 2026-11-01;
          identity shape;
          identity round { base shape; }
          identity square { base shape; }
          container shop {
            leaf name { type string; }
            leaf capacity { type uint16 { range "68..9000"; } default 1500; }
            leaf low { type int32; must "not(../high) or . <= ../high" { error-message "Low is above high."; error-app-tag "range-empty"; } }
            leaf high { type int32; }
            leaf-list tag { type string; }
            leaf-list color { type string; default blue; default red; }
            leaf-list step { type string; ordered-by user; }
            leaf-list closing { when "../name"; type string; default "18:00"; }
            choice payment {
              leaf cash { type empty; }
              case cards { leaf-list card { type string; default debit; } leaf reader { type string; } }
            }
            leaf opening { when "../name"; type string; default "9:00"; }
            leaf owner { type leafref { path "../item/id"; } }
            list item {
              key id;
              leaf id { type string; }
              leaf value { type int32; }
              leaf size { type uint8; default 3; }
              container inner {
                leaf a { type string; }
                leaf b { type string; }
                container deep { leaf c { type string; } }
              }
              leaf hits { config false; type uint32; }
              action reset {
                input { leaf delay { type uint32; default 7; } }
                output { leaf at { type string; mandatory true; } }
              }
              action wipe;
              notification emptied { leaf by { type string; } }
            }
            list triple {
              key "k1 k2 k3";
              leaf k1 { type string; }
              leaf k2 { type string; }
              leaf k3 { type string; }
              leaf x { type string; }
            }
            list rule {
              key name;
              ordered-by user;
              leaf name { type string; }
              leaf n { type int32; }
            }
            list shaped {
              key kind;
              leaf kind { type identityref { base shape; } }
              leaf v { type string; }
            }
            list number { key n; leaf n { type int32; } leaf v { type string; } }
            container options { presence "Options are on."; leaf a { type string; } }
            container limits { leaf most { type uint8; default 9; } }
            container free { leaf f { type string; } }
            anydata notes;
          }
          list account { key user; leaf user { type string; } leaf credit { type uint32; } }
          container status {
            config false;
            leaf phase { type string; }
            list log { leaf line { type string; } }
          }
          notification sold { leaf what { type string; } leaf count { type uint8; } }
          rpc ping;
          rpc trace { output { leaf id { type string; } } }
          rpc echo {
            input { leaf text { type string; mandatory true; } leaf times { type uint8; default 1; } }
            output { leaf text { type string; } }
          }
          rpc refuse { input { leaf tag { type string; } } }
          rpc crash;
          rpc unhandled;
        }
        """;

    public const string Augment = """
        module shop-more {
          yang-version 1.1;
          namespace "urn:test:shop-more";
          prefix m;
          import shop { prefix s; }
          revision 2026-11-02;
          augment "/s:shop" {
            leaf extra { type string; }
            container more { leaf z { type string; } }
          }
          augment "/s:shop/s:item" { leaf weight { type uint32; } }
        }
        """;

    /// <summary>A list for every type that a key may have.</summary>
    public const string Keys = """
        module keys {
          yang-version 1.1;
          namespace "urn:test:keys";
          prefix k;
          identity colour;
          identity red { base colour; }
          container keys {
            leaf-list known { type string; }
            list by-binary { key k; leaf k { type binary; } leaf v { type string; } }
            list by-bits { key k; leaf k { type bits { bit a; bit b; bit c; } } leaf v { type string; } }
            list by-boolean { key k; leaf k { type boolean; } leaf v { type string; } }
            list by-decimal { key k; leaf k { type decimal64 { fraction-digits 3; } } leaf v { type string; } }
            list by-empty { key k; leaf k { type empty; } leaf v { type string; } }
            list by-enumeration { key k; leaf k { type enumeration { enum one; enum "two words"; enum "a/b,c=d"; } } leaf v { type string; } }
            list by-identityref { key k; leaf k { type identityref { base colour; } } leaf v { type string; } }
            list by-instance { key k; leaf k { type instance-identifier { require-instance false; } } leaf v { type string; } }
            list by-int8 { key k; leaf k { type int8; } leaf v { type string; } }
            list by-int16 { key k; leaf k { type int16; } leaf v { type string; } }
            list by-int32 { key k; leaf k { type int32; } leaf v { type string; } }
            list by-int64 { key k; leaf k { type int64; } leaf v { type string; } }
            list by-uint8 { key k; leaf k { type uint8; } leaf v { type string; } }
            list by-uint16 { key k; leaf k { type uint16; } leaf v { type string; } }
            list by-uint32 { key k; leaf k { type uint32; } leaf v { type string; } }
            list by-uint64 { key k; leaf k { type uint64; } leaf v { type string; } }
            list by-leafref { key k; leaf k { type leafref { path "../../known"; require-instance false; } } leaf v { type string; } }
            list by-string { key k; leaf k { type string; } leaf v { type string; } }
            list by-union { key k; leaf k { type union { type uint8; type enumeration { enum all; } type string; } } leaf v { type string; } }
          }
        }
        """;
}
