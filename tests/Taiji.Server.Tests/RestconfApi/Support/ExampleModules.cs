namespace Taiji.Server.Tests.RestconfApi.Support;

/// <summary>The modules of RFC 8040's examples: Appendix A.1, B.2.3 and B.3.1, without descriptions.</summary>
internal static class ExampleModules
{
    public const string Jukebox = """
        module example-jukebox {
          namespace "http://example.com/ns/example-jukebox";
          prefix "jbox";
          revision 2016-08-15;
          identity genre;
          identity alternative { base genre; }
          identity blues { base genre; }
          identity country { base genre; }
          identity jazz { base genre; }
          identity pop { base genre; }
          identity rock { base genre; }
          container jukebox {
            presence "There is a jukebox.";
            container library {
              list artist {
                key name;
                leaf name {
                  type string { length "1 .. max"; }
                }
                list album {
                  key name;
                  leaf name {
                    type string { length "1 .. max"; }
                  }
                  leaf genre {
                    type identityref { base genre; }
                  }
                  leaf year {
                    type uint16 { range "1900 .. max"; }
                  }
                  container admin {
                    leaf label { type string; }
                    leaf catalogue-number { type string; }
                  }
                  list song {
                    key name;
                    leaf name {
                      type string { length "1 .. max"; }
                    }
                    leaf location {
                      type string;
                      mandatory true;
                    }
                    leaf format { type string; }
                    leaf length {
                      type uint32;
                      units "seconds";
                    }
                  }
                }
              }
              leaf artist-count {
                type uint32;
                units "artists";
                config false;
              }
              leaf album-count {
                type uint32;
                units "albums";
                config false;
              }
              leaf song-count {
                type uint32;
                units "songs";
                config false;
              }
            }
            list playlist {
              key name;
              leaf name { type string; }
              leaf description { type string; }
              list song {
                key index;
                ordered-by user;
                leaf index { type uint32; }
                leaf id {
                  type instance-identifier;
                  mandatory true;
                }
              }
            }
            container player {
              leaf gap {
                type decimal64 {
                  fraction-digits 1;
                  range "0.0 .. 2.0";
                }
                units "tenths of seconds";
              }
            }
          }
          rpc play {
            input {
              leaf playlist {
                type string;
                mandatory true;
              }
              leaf song-number {
                type uint32;
                mandatory true;
              }
            }
          }
        }
        """;

    public const string System = """
        module example-system {
          namespace "http://example.com/ns/example-system";
          prefix sys;
          container system { leaf enable-jukebox-streaming { type boolean; } }
        }
        """;

    public const string Events = """
        module example-events {
          namespace "http://example.com/ns/example-events";
          prefix ev;
          container events {
            list event {
              key name;
              leaf name { type string; }
              leaf description { type string; }
              leaf event-count { type uint32; config false; }
            }
          }
        }
        """;

    /// <summary>RFC 6243 Appendix A.1, which B.3.9 is about; <c>up</c> is missing there.</summary>
    public const string Interfaces = """
        module example {
          namespace "http://example.com/ns/interfaces";
          prefix exam;
          typedef status-type {
            type enumeration {
              enum ok;
              enum up;
              enum 'waking up';
              enum 'not feeling so good';
              enum 'better check it out';
              enum 'better call for help';
            }
            default ok;
          }
          container interfaces {
            list interface {
              key name;
              leaf name {
                type string { length "1 .. max"; }
              }
              leaf mtu {
                type uint32;
                default 1500;
              }
              leaf status {
                type status-type;
                config false;
              }
            }
          }
        }
        """;

    /// <summary>Events as the filters of B.3.6 are about them.</summary>
    public const string FilteredEvents = """
        module example-mod {
          yang-version 1.1;
          namespace "http://example.com/ns/example-mod";
          prefix em;
          notification event {
            leaf event-class { type string; }
            leaf severity { type uint8; }
            container reporting-entity { leaf card { type string; } }
            leaf email-addr { type string; }
          }
          notification linkUp { leaf interface { type string; } }
          notification linkDown { leaf interface { type string; } }
          notification event1 { leaf name { type string; } leaf status { type string; } }
        }
        """;

    /// <summary>The two modules that the last of those filters names.</summary>
    public static string Single(string name) => $$"""
        module {{name}} { yang-version 1.1; namespace "http://example.com/ns/{{name}}"; prefix m; notification happened { leaf what { type string; } } }
        """;
}
