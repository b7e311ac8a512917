using Taiji.Datastores.Events;
using Taiji.Datastores.Store;
using Taiji.Datastores.Upgrades;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Hosting;

/// <summary>How the datastores are kept.</summary>
public sealed record DatastoreOptions
{
    /// <summary>The directory of everything that must survive; null keeps all in memory (tests).</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The configuration of a new data directory; null for an empty one. Validated like any commit.</summary>
    public DataTree? Startup { get; init; }

    /// <summary>Which datastores there are.</summary>
    public DatastoreSwitches Datastores { get; init; } = new();

    /// <summary>What brings data of older modules to newer ones.</summary>
    public IReadOnlyList<Migration> Migrations { get; init; } = [];

    /// <summary>Whether what the modules don't fit is set aside in a file of the data directory; otherwise it stops the start.</summary>
    public bool Repairs { get; init; }

    /// <summary>Hears of the steps of an upgrade: for tests of what a crash leaves there.</summary>
    internal Action<string>? UpgradeReached { get; init; }

    /// <summary>How many of the newest commits can be taken back.</summary>
    public int Rollbacks { get; init; } = 1_000;

    /// <summary>The streams of notifications and what is kept of each; the default one, <c>NETCONF</c>, is there without being named.</summary>
    public IReadOnlyList<EventStream> Streams { get; init; } = [];

    /// <summary>How many sessions, and how long they may idle.</summary>
    public Sessions.SessionLimits Sessions { get; init; } = new();

    /// <summary>How long a state provider may take for one read.</summary>
    public TimeSpan StateTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a participant may take to prepare, commit or abort.</summary>
    public TimeSpan ParticipantTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
