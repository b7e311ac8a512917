namespace Taiji.Yang.Data.Paging;

/// <summary>
/// Is told what stands in the entries of one list, from entry to entry, by <see cref="ListScan.Run"/>. Steps are named by their index in <see cref="Layout.Steps"/>, so that
/// whoever listens can have made ready what it needs for each.
/// </summary>
internal interface IEntryRun
{
    /// <summary>Whether to begin with another entry.</summary>
    bool HasRoom { get; }

    /// <summary>An entry begins.</summary>
    void Begin();

    /// <summary>An entry ends.</summary>
    void End();

    /// <summary>A container in an entry begins, or ends.</summary>
    /// <param name="step">Which.</param>
    void Container(int step);

    /// <summary>A key leaf, leaf, anydata or anyxml.</summary>
    /// <param name="step">Which.</param>
    /// <param name="data">What holds the stored value.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="length">Its length.</param>
    void Value(int step, byte[] data, int start, int length);
}
