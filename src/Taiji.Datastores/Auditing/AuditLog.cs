using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Taiji.Datastores.Auditing;

/// <summary>
/// The audit log: a file of JSON lines, appended to and never rewritten, readable by the owner only. Each line is handed to the system when it is recorded: a crash of the server loses none,
/// and the torn line that a crash of the machine may leave is closed at the next start.
/// </summary>
public sealed class AuditLog : IDisposable
{
    private const int LargestStep = 1 << 16;

    private readonly Lock _sync = new();
    private readonly AuditLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly Utf8JsonWriter _json;
    private FileStream _file;
    // Asked of the system once: nobody else writes it.
    private long _length;
    private DateTimeOffset _begun;
    private long _lost;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">It can't be made or appended to.</exception>
    public AuditLog(AuditLogOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
        _json = new Utf8JsonWriter(_lines);
        LastCommit = AuditLogTail.LastCommit(options.Path, options.MaxFiles);
        _file = Open();
        CloseTornLine();
        _length = _file.Length;
    }

    /// <summary>The number of the commit that the log told of last when it was opened; null for none.</summary>
    public long? LastCommit { get; }

    /// <summary>Appends records. A disk that is full doesn't stop the server: how many lines are missing is told when it goes on.</summary>
    /// <param name="records">The records, in order: handed to the system in one step, but for a new log that is begun in between.</param>
    public void Write(IReadOnlyList<AuditRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        lock (_sync)
        {
            for (var told = 0; told < records.Count;) told += WriteSome(records, told);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_sync)
        {
            _json.Dispose();
            _file.Dispose();
        }
    }

    private FileStream Open()
    {
        _begun = _time.GetUtcNow();
        if (File.Exists(_options.Path)) _begun = File.GetCreationTimeUtc(_options.Path) is var made && made < _begun ? made : _begun;
        var open = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(_options.Path, open);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    private void CloseTornLine()
    {
        if (_file.Length == 0) return;
        _file.Seek(-1, SeekOrigin.End);
        if (_file.ReadByte() != '\n') _file.Write("\n"u8);
    }

    private bool IsFull(int more = 0) => _length + more > 0 && (_length + more >= _options.MaxSize || (_options.MaxAge is { } age && _time.GetUtcNow() - _begun >= age));

    private void Rotate()
    {
        _file.Dispose();
        File.Delete($"{_options.Path}.{_options.MaxFiles}");
        for (var i = _options.MaxFiles - 1; i >= 1; i--)
        {
            if (File.Exists($"{_options.Path}.{i}")) File.Move($"{_options.Path}.{i}", $"{_options.Path}.{i + 1}");
        }

        if (_options.MaxFiles > 0) File.Move(_options.Path, $"{_options.Path}.1");
        else File.Delete(_options.Path);
        _file = Open();
        _begun = _time.GetUtcNow();
        _length = 0;
    }

    // As many as fit into the log and into one step.
    private int WriteSome(IReadOnlyList<AuditRecord> records, int first)
    {
        var count = 0;
        try
        {
            if (IsFull()) Rotate();
            if (_lost > 0) Add(new AuditRecord("lost", "ok") { Target = _lost.ToString(CultureInfo.InvariantCulture) });
            do
            {
                Add(records[first + count]);
                count++;
            }
            while (first + count < records.Count && _lines.WrittenCount < LargestStep && !IsFull(_lines.WrittenCount));
            _file.Write(_lines.WrittenSpan);
            _length += _lines.WrittenCount;
            _lost = 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            count = Math.Max(count, 1);
            _lost += count;
            CutTornLines();
        }

        _lines.ResetWrittenCount();
        return count;
    }

    // What a full disk took of them.
    private void CutTornLines()
    {
        try
        {
            if (_file.Length > _length) _file.SetLength(_length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The next start closes what is torn.
        }
    }

    private void Add(AuditRecord record)
    {
        _json.Reset(_lines);
        WriteRecord(_json, record);
        _json.Flush();
        _lines.Write("\n"u8);
    }

    private void WriteRecord(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartObject();
        json.WriteString("time"u8, (record.Time ?? _time.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("action"u8, record.Action);
        json.WriteString("result"u8, record.Result);
        if (record.User is not null) json.WriteString("user"u8, record.User);
        if (record.Session is { } session) json.WriteNumber("session"u8, session);
        if (record.Transport is not null) json.WriteString("transport"u8, record.Transport);
        if (record.Source is not null) json.WriteString("source"u8, record.Source.ToString());
        if (record.Commit is { } commit) json.WriteNumber("commit"u8, commit);
        if (record.Time is not null) json.WriteBoolean("recovered"u8, true);
        if (record.Target is not null) json.WriteString("target"u8, record.Target);
        if (record.Trace is not null) json.WriteString("trace"u8, record.Trace);
        if (record.Edits.Count > 0) WriteEdits(json, record);
        json.WriteEndObject();
    }

    private static void WriteEdits(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartArray("edits");
        foreach (var edit in record.Edits)
        {
            json.WriteStartObject();
            json.WriteString("operation", edit.Operation);
            json.WriteString("path", edit.Path);
            if (edit.Value is not null) json.WriteString("value", edit.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (record.MoreEdits > 0) json.WriteNumber("more-edits", record.MoreEdits);
    }
}
