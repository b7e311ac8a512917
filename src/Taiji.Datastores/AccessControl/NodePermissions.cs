namespace Taiji.Datastores.AccessControl;

/// <summary>What a session may do with one node, as a user interface shows it beforehand (RFC 8341 §3.4.5).</summary>
/// <param name="MayRead">See it.</param>
/// <param name="MayCreate">Create it.</param>
/// <param name="MayUpdate">Change its value.</param>
/// <param name="MayDelete">Delete it.</param>
/// <param name="MayExecute">Invoke it: an rpc or action.</param>
public sealed record NodePermissions(bool MayRead, bool MayCreate, bool MayUpdate, bool MayDelete, bool MayExecute)
{
    /// <summary>Everything.</summary>
    public static NodePermissions All { get; } = new(true, true, true, true, true);

    /// <summary>Whether it can be written in some way.</summary>
    public bool MayWrite => MayCreate || MayUpdate || MayDelete;
}
