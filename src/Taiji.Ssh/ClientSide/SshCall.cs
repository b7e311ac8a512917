namespace Taiji.Ssh.ClientSide;

/// <summary>What one step of a call came to: nothing yet, or its result.</summary>
internal readonly struct SshCallResult<T>(T value)
{
    public bool Done { get; } = true;

    public T Value { get; } = value;
}

/// <summary>A libssh call that is repeated until it has its answer.</summary>
internal abstract class SshCall
{
    /// <summary>Tries once more; true when it is over.</summary>
    public abstract bool Step(nint session);

    /// <summary>Gives up.</summary>
    public abstract void Fail(Exception reason);
}

/// <inheritdoc/>
internal sealed class SshCall<T>(Func<nint, SshCallResult<T>> step) : SshCall
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _completion.Task;

    public override bool Step(nint session)
    {
        try
        {
            SshCallResult<T> result = step(session);
            if (result.Done)
            {
                _completion.TrySetResult(result.Value);
            }
            return result.Done;
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
            return true;
        }
    }

    public override void Fail(Exception reason) => _completion.TrySetException(reason);
}
