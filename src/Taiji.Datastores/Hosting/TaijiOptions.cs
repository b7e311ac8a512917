using Taiji.Datastores.Events;
using Taiji.Datastores.Store;
using Taiji.Datastores.Upgrades;

namespace Taiji.Datastores.Hosting;

/// <summary>A module to implement.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">The revision, or null for the newest found.</param>
/// <param name="Features">The features to support; null for all of them, empty for none.</param>
public sealed record ModuleSelection(string Name, string? Revision = null, IReadOnlyList<string>? Features = null)
{
    /// <summary>Parses <c>NAME[@REV][:FEAT,…]</c>, where <c>:*</c> is all features and <c>:</c> none; without a colon, all.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It isn't of that form.</exception>
    public static ModuleSelection Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, features) = colon < 0 ? (text, "*") : (text[..colon], text[(colon + 1)..]);
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var (module, revision) = at < 0 ? (name, null) : (name[..at], name[(at + 1)..]);
        if (module.Length == 0 || revision is { Length: 0 }) throw new FormatException($"'{text}' is not of the form NAME[@REVISION][:FEATURE,…].");
        return new ModuleSelection(
            module, revision, features == "*" ? null : features.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}

/// <summary>What a host of Taiji is made of.</summary>
public sealed class TaijiOptions
{
    /// <summary>Where modules are looked for, subfolders included; the embedded ones are always found.</summary>
    public IList<string> YangDirectories { get; } = [];

    /// <summary>The modules to implement, besides those the server itself needs.</summary>
    public IList<ModuleSelection> Modules { get; } = [];

    /// <summary>The directory of everything that must survive; null keeps all in memory.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>What brings data of older modules to newer ones, in the order in which steps are tried.</summary>
    public IList<Migration> Migrations { get; } = [];

    /// <summary>Whether what the modules don't fit is set aside in a file of the data directory, told in the log and in <c>/taiji-upgrades:upgrades</c>; otherwise it stops the start.</summary>
    public bool Repairs { get; set; }

    /// <summary>An XML or JSON configuration (by content) for a new data directory.</summary>
    public string? StartupFile { get; set; }

    /// <summary>Which datastores there are; the features of ietf-netconf, and with them capabilities, follow.</summary>
    public DatastoreSwitches Datastores { get; set; } = new();

    /// <summary>Further features of ietf-netconf that the host's protocols have: <c>url</c>.</summary>
    public IList<string> NetconfFeatures { get; } = [];

    /// <summary>How many sessions there may be, and how long they may idle.</summary>
    public Sessions.SessionLimits Sessions { get; set; } = new();

    /// <summary>The audit log; null for none.</summary>
    public Auditing.AuditLogOptions? AuditLog { get; set; }

    /// <summary>Whether the audit log has reads too: what was asked for, not the answers.</summary>
    public bool AuditsReads { get; set; }

    /// <summary>How many of the newest commits can be taken back.</summary>
    public int Rollbacks { get; set; } = 1_000;

    /// <summary>The streams of notifications and what is kept of each; the default one, <c>NETCONF</c>, is there without being named.</summary>
    public IList<EventStream> Streams { get; } = [];

    /// <summary>
    /// Whether an rpc or action without a handler stops the host. When false it is a warning, and a call is answered operation-not-supported.
    /// </summary>
    public bool RequireOperationHandlers { get; set; } = true;

    /// <summary>Whether a user <c>admin</c>, who may do everything, is made when running has no user at all.</summary>
    public bool CreateFirstAdmin { get; set; }

    /// <summary>The first admin's password; null for a random one. Never logged.</summary>
    public string? FirstAdminPassword { get; set; }

    /// <summary>Told the random password of the first admin, once.</summary>
    public Action<string>? OnFirstAdminPassword { get; set; }
}
