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
}
