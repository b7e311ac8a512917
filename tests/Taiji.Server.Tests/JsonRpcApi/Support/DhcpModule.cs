namespace Taiji.Server.Tests.JsonRpcApi.Support;

/// <summary>A model with the shapes that the API's reference shows: a DHCP server, users, and services that refer to one another.</summary>
internal static class DhcpModule
{
    public const string Hiding = """
        module tailf-common {
          namespace "http://tail-f.com/yang/common";
          prefix tailf;
          extension hidden { argument group; }
          extension info { argument text; }
          extension suppress-echo;
          extension default-ref { argument path; }
        }
        """;

    public const string Text = """
        module dhcp {
          yang-version 1.1;
          namespace "urn:test:dhcp";
          prefix dhcp;
          import tailf-common { prefix tailf; }
          import ietf-inet-types { prefix inet; }

          identity colour;
          identity red { base colour; }
          typedef seconds { type uint32 { range "1..1000000"; } units "s"; description "A time."; }

          container dhcp {
            description "The DHCP server.";
            leaf default-lease-time { type seconds; default 600; description "How long a lease lasts."; }
            leaf max-lease-time { type seconds; }
            leaf log-facility { type enumeration { enum kern { description "The kernel."; } enum mail; enum local7; } default local7; }
            leaf mode { type enumeration { enum on; enum off; } }
            leaf colour { type identityref { base colour; } }
            leaf enabled { type empty; }
            leaf mixed { type union { type int8; type empty; type string; } }
            leaf-list foo { type string; }
            leaf-list order { type string; ordered-by user; }
            leaf secret { type string; tailf:hidden debug; }
            container strict { presence "strict mode"; leaf level { type uint8 { range "1..9"; } mandatory true; } }
            choice way { default fast; case fast { leaf quick { type int32; } } case slow { leaf tardy { type string; } } }
            list subnet {
              key "net mask";
              leaf net { type string; }
              leaf mask { type uint8; }
              leaf comment { type string; }
              leaf kind { type leafref { path "/dhcp:dhcp/dhcp:class/dhcp:name"; } }
              must "not(comment = 'bad')" { error-message "a bad comment"; }
            }
            list class { key name; leaf name { type string; } leaf rank { type int32; } list member { key id; leaf id { type string; } } }
            list rule { key name; ordered-by user; leaf name { type string; } leaf to { type string; } }
            leaf-list ports { type uint16 { range "1..9"; } }
            leaf pace { type uint8; when "../mode = 'on'"; must ". < ../max-lease-time"; }
            leaf quiet { type string; tailf:info "short"; tailf:suppress-echo; tailf:default-ref "/dhcp:dhcp/secret"; description "long"; }
            container route {
              leaf net { type leafref { path "/dhcp:dhcp/dhcp:subnet/dhcp:net"; } }
              leaf mask { type leafref { path "/dhcp:dhcp/dhcp:subnet[dhcp:net=current()/../dhcp:net]/dhcp:mask"; } }
            }
            leaf relay { type inet:ipv4-address; }
            leaf grace { type seconds { range "1..60"; } }
            leaf uptime { config false; type uint32; }
            action set-clock {
              input { leaf clockSettings { type string; mandatory true; } leaf region { type string; } }
              output {
                leaf systemClock { type string; }
                container inlineContainer { leaf bar { type boolean; } }
                leaf hardwareClock { type string; }
              }
            }
          }
          rpc create-service {
            input {
              leaf name { type leafref { path "/dhcp:dhcp/dhcp:class/dhcp:name"; } }
              leaf member { type leafref { path "/dhcp:dhcp/dhcp:class[dhcp:name=current()/../dhcp:name]/dhcp:member/dhcp:id"; } }
            }
            output { leaf result { type string; } }
          }
          rpc lie { output { container report { presence "done"; leaf outcome { type string; mandatory true; } } } }
          notification alert { leaf text { type string; } }
        }
        """;
}
