using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Encodings;

/// <summary>The errors a reader has met so far.</summary>
/// <param name="limit">Reading stops after that many.</param>
internal sealed class ReadErrors(int limit)
{
    private readonly List<RpcError> _errors = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Notes an error.</summary>
    /// <exception cref="RpcErrorException">The limit is reached.</exception>
    public void Add(RpcError error)
    {
        _errors.Add(error);
        if (_errors.Count >= limit) ThrowIfAny();
    }

    /// <summary>Notes an error after which reading can't go on, and throws all.</summary>
    public RpcErrorException Fatal(RpcError error)
    {
        _errors.Add(error);
        return new RpcErrorException([.. _errors]);
    }

    /// <summary>Throws what was noted.</summary>
    public void ThrowIfAny()
    {
        if (Any) throw new RpcErrorException([.. _errors]);
    }
}
