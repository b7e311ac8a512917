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
    private readonly Lock _sync = new();
    private readonly AuditLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _line = new();
    private FileStream _file;
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
        _file = Open();
        CloseTornLine();
    }

    /// <summary>Appends a record. A disk that is full doesn't stop the server: how many lines are missing is told when it goes on.</summary>
    /// <param name="record">The record.</param>
    public void Write(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_sync)
        {
            try
            {
                if (IsFull()) Rotate();
                if (_lost > 0) Append(new AuditRecord("lost", "ok") { Target = _lost.ToString(CultureInfo.InvariantCulture) });
                _lost = 0;
                Append(record);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                _lost++;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_sync) _file.Dispose();
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

    private bool IsFull() => _file.Length > 0 && (_file.Length >= _options.MaxSize || (_options.MaxAge is { } age && _time.GetUtcNow() - _begun >= age));

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
    }

    private void Append(AuditRecord record)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            json.WriteString("time", _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("action", record.Action);
            json.WriteString("result", record.Result);
            if (record.User is not null) json.WriteString("user", record.User);
            if (record.Session is { } session) json.WriteNumber("session", session);
            if (record.Transport is not null) json.WriteString("transport", record.Transport);
            if (record.Source is not null) json.WriteString("source", record.Source.ToString());
            if (record.Target is not null) json.WriteString("target", record.Target);
            if (record.Trace is not null) json.WriteString("trace", record.Trace);
            if (record.Edits.Count > 0) WriteEdits(json, record);
            json.WriteEndObject();
        }

        _line.Write("\n"u8);
        _file.Write(_line.WrittenSpan);
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
