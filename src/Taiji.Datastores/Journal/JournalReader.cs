using Microsoft.Data.Sqlite;

namespace Taiji.Datastores.Journal;

/// <summary>Reads records over a connection of its own, and verifies each.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly string _file;
    private readonly SqliteConnection _connection;

    /// <summary>Opens the connection.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="connection">Closed still.</param>
    public JournalReader(string file, SqliteConnection connection)
    {
        _file = file;
        _connection = connection;
        _connection.Open();
    }

    /// <summary>The records after a sequence that there are now, in order.</summary>
    /// <param name="after">The sequence.</param>
    /// <exception cref="JournalException">One is damaged.</exception>
    public IEnumerable<JournalRecord> Read(long after)
    {
        using var command = _connection.CreateCommand();
        command.CommandText =
            "SELECT sequence, kind, version, time, checksum, payload FROM records WHERE sequence > $after ORDER BY sequence";
        command.Parameters.AddWithValue("$after", after);
        using var reader = Guard(command.ExecuteReader, after);
        while (Guard(reader.Read, after))
        {
            var record = Decode(reader);
            after = record.Sequence;
            yield return record;
        }
    }

    /// <summary>The records of a kind before a sequence, the newest first.</summary>
    /// <param name="kind">The kind's name.</param>
    /// <param name="before">The sequence.</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="JournalException">One is damaged.</exception>
    public IReadOnlyList<JournalRecord> ReadBack(string kind, long before, int limit)
    {
        using var command = _connection.CreateCommand();
        command.CommandText =
            "SELECT sequence, kind, version, time, checksum, payload FROM records WHERE sequence < $before AND kind = $kind ORDER BY sequence DESC LIMIT $limit";
        command.Parameters.AddWithValue("$before", before);
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$limit", limit);
        using var reader = Guard(command.ExecuteReader, before);
        var records = new List<JournalRecord>();
        while (Guard(reader.Read, before)) records.Add(Decode(reader));
        return records;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private T Guard<T>(Func<T> read, long after)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw JournalFile.Explain(_file, $"what follows record {after} can't be read", e);
        }
    }

    private JournalRecord Decode(SqliteDataReader row)
    {
        var sequence = row.GetInt64(0);
        try
        {
            var record = new JournalRecord(
                sequence, new RecordKind(row.GetString(1), row.GetInt32(2)), new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero), row.GetFieldValue<byte[]>(5));
            if (Checksum.Of(record) == row.GetInt64(4)) return record;
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new JournalException($"{_file}: record {sequence} is damaged: {e.Message}", e);
        }

        throw new JournalException($"{_file}: record {sequence} is damaged: its checksum does not match.");
    }
}
