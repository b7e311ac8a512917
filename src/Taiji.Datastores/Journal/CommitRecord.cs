namespace Taiji.Datastores.Journal;

/// <summary>A change of running, as it is kept.</summary>
internal sealed record CommitRecord
{
    /// <summary>The kind of record that it is.</summary>
    public static readonly RecordKind Kind = new("commit", 1);

    /// <summary>Its number.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whose session asked for it; null for the server itself.</summary>
    public string? User { get; init; }

    /// <summary>Over what.</summary>
    public string? Transport { get; init; }

    /// <summary>The session's number; null for the server itself, and when an older server wrote it.</summary>
    public uint? Session { get; init; }

    /// <summary>The client's address; null when it is local, or not known.</summary>
    public string? Source { get; init; }

    /// <summary>The client's comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The client's label.</summary>
    public string? Label { get; init; }

    /// <summary>The sequence up to which all commit participants had heard the outcome when this one was appended.</summary>
    public long Settled { get; init; }

    /// <summary>The encoded change.</summary>
    public ReadOnlyMemory<byte> Diff { get; init; }

    /// <summary>What takes it back: the difference the other way round; null when an older server wrote it.</summary>
    public ReadOnlyMemory<byte>? Inverse { get; init; }

    /// <summary>Reads one.</summary>
    /// <param name="record">Of this kind.</param>
    /// <exception cref="JournalException">It is malformed, or says something that this version doesn't know.</exception>
    public static CommitRecord From(JournalRecord record)
    {
        var commit = new CommitRecord { Sequence = record.Sequence, Time = record.Time };
        var fields = new RecordFieldReader(record);
        while (fields.Next())
        {
            switch ((Tag)fields.Tag)
            {
                case Tag.Settled: commit = commit with { Settled = fields.Number }; break;
                case Tag.User: commit = commit with { User = fields.Text }; break;
                case Tag.Transport: commit = commit with { Transport = fields.Text }; break;
                case Tag.Session: commit = commit with { Session = (uint)fields.Number }; break;
                case Tag.Source: commit = commit with { Source = fields.Text }; break;
                case Tag.Comment: commit = commit with { Comment = fields.Text }; break;
                case Tag.Inverse: commit = commit with { Inverse = fields.Bytes }; break;
                case Tag.Label: commit = commit with { Label = fields.Text }; break;
                case Tag.Diff: commit = commit with { Diff = fields.Bytes }; break;
                default: fields.Skip(); break;
            }
        }

        return commit;
    }

    /// <summary>Puts it into its envelope.</summary>
    public JournalRecord ToRecord()
    {
        var fields = new RecordFields(Diff.Length + (Inverse?.Length ?? 0) + 128)
            .Add((int)Tag.Settled, Settled)
            .Add((int)Tag.User, User)
            .Add((int)Tag.Transport, Transport)
            .Add((int)Tag.Comment, Comment)
            .Add((int)Tag.Label, Label)
            .Add((int)Tag.Source, Source)
            .Add((int)Tag.Diff, Diff.Span);
        if (Session is { } session) fields.Add((int)Tag.Session, (long)session);
        if (Inverse is { } inverse) fields.Add((int)Tag.Inverse, inverse.Span);
        return new JournalRecord(Sequence, Kind, Time, fields.Written) { Weight = fields.Written.Length - (Inverse?.Length ?? 0) };
    }

    // Numbers on disk: never reused.
    private enum Tag
    {
        Settled = 1,
        Diff = 2,
        User = 64,
        Transport = 65,
        Comment = 66,
        Label = 67,
        Inverse = 68,
        Session = 69,
        Source = 70,
    }
}
