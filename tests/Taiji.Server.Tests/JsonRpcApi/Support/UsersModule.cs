namespace Taiji.Server.Tests.JsonRpcApi.Support;

/// <summary>Users as the reference's example of <c>get_schema</c> shows them.</summary>
internal static class UsersModule
{
    public const string Text = """
        module users {
          yang-version 1.1;
          namespace "http://tail-f.com/ns/aaa/1.1";
          prefix aaa;
          typedef passwdStr { type string { length "1..200"; } }
          container aaa { container authentication { container users {
            list user {
              key name;
              leaf name { type string; description "Login name of the user"; }
              leaf password { type passwdStr; mandatory true; }
            }
          } } }
        }
        """;
}
