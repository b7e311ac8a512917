namespace Taiji.Netconf.Tests.Support;

/// <summary>Texts of rpcs and replies.</summary>
internal static class Rpc
{
    public const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";

    public static string Of(string operation, int id = 1) => $"<rpc xmlns=\"{Base}\" message-id=\"{id}\">{operation}</rpc>";

    public static string Ok(int id = 1) => $"<rpc-reply xmlns=\"{Base}\" message-id=\"{id}\"><ok/></rpc-reply>";
}
