using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Encodings;

/// <summary>The errors a reader has met so far.</summary>
/// <param name="limit">Reading stops after that many.</param>
internal sealed class ReadErrors(int limit)
{
    private readonly List<RpcError> _errors = [];
    private int _located;

    /// <summary>Whether there are any.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Whether there are some whose place hasn't been told.</summary>
    public bool HasNew => _errors.Count > _located;

    /// <summary>Tells the place of an error that is being noted; null when it is told afterwards, by <see cref="Locate"/>.</summary>
    public Func<SourceLocation?>? Place { get; set; }

    /// <summary>Notes an error.</summary>
    /// <exception cref="RpcErrorException">The limit is reached.</exception>
    public void Add(RpcError error)
    {
        _errors.Add(error);
        if (Place is not null) Locate(Place());
    }

    /// <summary>Tells the place of the errors noted since it was last called.</summary>
    /// <exception cref="RpcErrorException">The limit is reached.</exception>
    public void Locate(SourceLocation? place)
    {
        while (_located < _errors.Count)
        {
            _errors[_located] = _errors[_located] with { Location = place };
            _located++;
        }

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
