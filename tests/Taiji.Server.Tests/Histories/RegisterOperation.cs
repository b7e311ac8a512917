namespace Taiji.Server.Tests.Histories;

/// <summary>What is done to a register, and what came of it.</summary>
public enum RegisterAction
{
    /// <summary>Gave <see cref="RegisterOperation.Value"/>; null for no register.</summary>
    Read,

    /// <summary>Made it <see cref="RegisterOperation.Value"/>, whatever it was.</summary>
    Write,

    /// <summary>Made it <see cref="RegisterOperation.Value"/>, and said that it was <see cref="RegisterOperation.Expected"/>.</summary>
    CompareAndSet,

    /// <summary>Was refused because there was one.</summary>
    RefusedCreate,

    /// <summary>Took it away, and said that there was one.</summary>
    Delete,

    /// <summary>Was refused because there was none.</summary>
    RefusedDelete,
}

/// <summary>One operation of a history.</summary>
/// <param name="Register">On which register.</param>
/// <param name="Action">What.</param>
/// <param name="Expected">What it was before, for <see cref="RegisterAction.CompareAndSet"/> (null: there was none).</param>
/// <param name="Value">What was read or written.</param>
/// <param name="Invoked">When it was asked for.</param>
/// <param name="Returned">When the answer came; <see cref="long.MaxValue"/> when none came: it may have happened or not.</param>
public sealed record RegisterOperation(int Register, RegisterAction Action, int? Expected, int? Value, long Invoked, long Returned)
{
    /// <summary>Whether the answer came.</summary>
    public bool IsAnswered => Returned != long.MaxValue;

    /// <summary>Whether it can have happened to a register with a content, and what that is then.</summary>
    /// <param name="state">The content; null for none.</param>
    public (bool CanBe, int? After) On(int? state) => Action switch
    {
        RegisterAction.Read => (state == Value, state),
        RegisterAction.Write => (true, Value),
        RegisterAction.CompareAndSet => (state == Expected, Value),
        RegisterAction.RefusedCreate => (state is not null, state),
        RegisterAction.Delete => (state is not null, null),
        _ => (state is null, state),
    };
}
