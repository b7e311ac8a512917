using System.Security;

namespace Taiji.Netconf.Client;

/// <summary>Where configuration is read from or written to: a datastore, a URL (RFC 6241 §8.8), or the request itself.</summary>
public sealed class ConfigLocation
{
    private readonly string _content;

    private ConfigLocation(string content) => _content = content;

    /// <summary>The running configuration datastore.</summary>
    public static ConfigLocation Running { get; } = Datastore("running");

    /// <summary>The candidate configuration datastore (RFC 6241 §8.3).</summary>
    public static ConfigLocation Candidate { get; } = Datastore("candidate");

    /// <summary>The startup configuration datastore (RFC 6241 §8.7).</summary>
    public static ConfigLocation Startup { get; } = Datastore("startup");

    /// <summary>A datastore by its element's name.</summary>
    /// <param name="name">As <c>running</c>.</param>
    /// <exception cref="System.Xml.XmlException">Not a name.</exception>
    public static ConfigLocation Datastore(string name) => new($"<{System.Xml.XmlConvert.VerifyNCName(name)}/>");

    /// <summary>A document at a URL, for servers with <c>:url</c>.</summary>
    /// <param name="url">Of a scheme that the capability lists.</param>
    public static ConfigLocation Url(string url) => new($"<url>{SecurityElement.Escape(url)}</url>");

    /// <summary>Configuration in the request, for <c>source</c> of copy-config and validate.</summary>
    /// <param name="config">What stands in <c>config</c>.</param>
    public static ConfigLocation Inline(string config) => new($"<config>{config}</config>");

    /// <summary>As <see cref="Datastore"/>.</summary>
    /// <param name="datastore">The datastore's name.</param>
    public static implicit operator ConfigLocation(string datastore) => Datastore(datastore);

    /// <summary>As the parameter <c>source</c> or <c>target</c>.</summary>
    internal string As(string parameter) => $"<{parameter}>{_content}</{parameter}>";
}
