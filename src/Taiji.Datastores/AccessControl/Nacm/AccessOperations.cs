namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>The access operations of a rule (RFC 8341 §3.2.2).</summary>
[Flags]
internal enum AccessOperations
{
    None = 0,
    Create = 1,
    Read = 2,
    Update = 4,
    Delete = 8,
    Exec = 16,
    All = Create | Read | Update | Delete | Exec,
}
