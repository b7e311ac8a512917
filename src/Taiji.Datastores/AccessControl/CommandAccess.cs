namespace Taiji.Datastores.AccessControl;

/// <summary>What somebody wants with a command.</summary>
public enum CommandAccess
{
    /// <summary>See that there is one: in completions and help.</summary>
    Read,

    /// <summary>Use it.</summary>
    Exec,
}
