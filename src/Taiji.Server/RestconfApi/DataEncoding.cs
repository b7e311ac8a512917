namespace Taiji.Server.RestconfApi;

/// <summary>The encodings of YANG data (RFC 8040 §3.2).</summary>
internal enum DataEncoding
{
    /// <summary><c>application/yang-data+json</c> (RFC 7951).</summary>
    Json,

    /// <summary><c>application/yang-data+xml</c> (RFC 7950).</summary>
    Xml,
}

/// <summary>The media types in use.</summary>
internal static class MediaTypes
{
    public const string YangDataJson = "application/yang-data+json";
    public const string YangDataXml = "application/yang-data+xml";
    public const string YangDataXmlList = "application/yang-data+xml-list";
    public const string YangPatchJson = "application/yang-patch+json";
    public const string YangPatchXml = "application/yang-patch+xml";
    public const string Yang = "application/yang";
    public const string Xrd = "application/xrd+xml";
    public const string Jrd = "application/jrd+json";

    /// <summary>What a plain patch (RFC 8040 §4.6.1) and a YANG Patch (RFC 8072 §2) may come in, as <c>Accept-Patch</c> says it (RFC 5789 §3.1).</summary>
    public const string AcceptPatch = $"{YangDataXml}, {YangDataJson}, {YangPatchXml}, {YangPatchJson}";

    public static string Of(DataEncoding encoding) => encoding == DataEncoding.Json ? YangDataJson : YangDataXml;
}
