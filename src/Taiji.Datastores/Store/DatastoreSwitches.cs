namespace Taiji.Datastores.Store;

/// <summary>Whether there is a startup datastore (RFC 6241 §8.7), and who writes it.</summary>
public enum StartupMode
{
    /// <summary>None: running itself survives a restart.</summary>
    Off,

    /// <summary>A distinct one: a restart begins with it, and what was not copied to it is gone.</summary>
    On,

    /// <summary>One that is running at any time: copying running to it is taken and changes nothing.</summary>
    Mirrored,
}

/// <summary>Which of the datastores that a server may have are there, and how they are written. Each is a capability that clients see; all combinations work.</summary>
public sealed record DatastoreSwitches
{
    /// <summary>Whether running is edited directly (<c>:writable-running</c>, RFC 6241 §8.2).</summary>
    public bool WritableRunning { get; init; } = true;

    /// <summary>Whether there is a candidate (<c>:candidate</c>, RFC 6241 §8.3), and with it confirmed commits (<c>:confirmed-commit</c>, §8.4).</summary>
    public bool Candidate { get; init; } = true;

    /// <summary>Whether there is a startup datastore (<c>:startup</c>, RFC 6241 §8.7).</summary>
    public StartupMode Startup { get; init; }

    /// <summary>The datastores there are, in the order of RFC 8342 §5.</summary>
    public IEnumerable<Datastore> All => Enum.GetValues<Datastore>().Where(Has);

    /// <summary>Whether a datastore is there.</summary>
    /// <param name="datastore">Which.</param>
    public bool Has(Datastore datastore) => datastore switch
    {
        Datastore.Candidate => Candidate,
        Datastore.Startup => Startup != StartupMode.Off,
        _ => true,
    };

    /// <summary>Refuses a datastore that isn't there.</summary>
    /// <param name="datastore">Which.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">operation-not-supported.</exception>
    public void Demand(Datastore datastore)
    {
        if (!Has(datastore)) throw Errors.NotSupported($"This server has no {Errors.Name(datastore)} datastore.");
    }

    /// <summary>Refuses to change a datastore that clients can't change.</summary>
    /// <param name="datastore">Which.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">operation-not-supported.</exception>
    public void DemandWritable(Datastore datastore)
    {
        Demand(datastore);
        if (datastore == Datastore.Running && !WritableRunning)
            throw Errors.NotSupported("running is changed by a commit of the candidate only: the capability :writable-running is not advertised.");
        if (datastore == Datastore.Startup && Startup == StartupMode.Mirrored) throw Errors.NotSupported("startup is running at any time, and is changed with it only.");
        if (datastore is Datastore.Intended or Datastore.Operational or Datastore.FactoryDefault) throw Errors.NotSupported($"{Errors.Name(datastore)} can't be changed by clients.");
    }
}
