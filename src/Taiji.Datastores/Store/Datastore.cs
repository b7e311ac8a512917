namespace Taiji.Datastores.Store;

/// <summary>The datastores of RFC 8342 §4 and RFC 6241 §5.1.</summary>
public enum Datastore
{
    /// <summary><c>running</c>.</summary>
    Running,

    /// <summary><c>candidate</c> (RFC 6241 §8.3).</summary>
    Candidate,

    /// <summary><c>startup</c> (RFC 6241 §8.7).</summary>
    Startup,

    /// <summary><c>intended</c> (RFC 8342 §5.1.4).</summary>
    Intended,

    /// <summary><c>operational</c> (RFC 8342 §5.3).</summary>
    Operational,

    /// <summary><c>factory-default</c> (RFC 8808 §3): what a new data directory begins with.</summary>
    FactoryDefault,
}
