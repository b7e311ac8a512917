using System.Globalization;
using System.Security;

namespace Taiji.Netconf.Client;

/// <summary>Pieces that requests are made of. What is absent is written as nothing.</summary>
internal static class RequestText
{
    public static string Parameter(string name, string? value) => value is null ? "" : $"<{name}>{SecurityElement.Escape(value)}</{name}>";

    public static string Parameter(string name, long? value) => Parameter(name, value?.ToString(CultureInfo.InvariantCulture));

    public static string Parameter(string name, DateTimeOffset? value) =>
        Parameter(name, value?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture).Replace("+00:00", "Z", StringComparison.Ordinal));

    public static string Flag(string name, bool isSet) => isSet ? $"<{name}/>" : "";

    /// <summary>RFC 6243 §4.5's parameter.</summary>
    public static string WithDefaults(string? mode) =>
        mode is null ? "" : $"<with-defaults xmlns=\"{NetconfNamespaces.WithDefaults}\">{SecurityElement.Escape(mode)}</with-defaults>";

    /// <summary>An identityref whose value, without prefix, is of a standard module.</summary>
    public static string Identity(string name, string value, string prefix, string space) =>
        $"<{name} xmlns:{prefix}=\"{space}\">{prefix}:{SecurityElement.Escape(value)}</{name}>";

    /// <summary>RFC 8342's datastore by its identity's name in ietf-datastores.</summary>
    public static string DatastoreIdentity(string name, string datastore) => Identity(name, datastore, "ds", NetconfNamespaces.Datastores);
}
