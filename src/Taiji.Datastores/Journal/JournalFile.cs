using Microsoft.Data.Sqlite;

namespace Taiji.Datastores.Journal;

/// <summary>The SQLite file as a whole: made at once or not at all, and looked at before it is used.</summary>
internal static class JournalFile
{
    /// <summary>The size of a page, in bytes.</summary>
    public const int PageSize = 4096;

    private const int Version = 2;
    private const int LogSizeKept = 16 << 20;

    // "TAIJ": tells this file from other programs' (sqlite.org/fileformat2.html#application_id).
    private const int ApplicationId = 0x5441494A;

    /// <summary>Opens the file, which is made when it isn't there.</summary>
    /// <param name="file">Its path.</param>
    /// <returns>An open connection, and how many bytes of a transaction that was never whole the file's log ended in.</returns>
    /// <exception cref="JournalException">It is damaged, another program's, or can't be opened.</exception>
    public static (SqliteConnection Connection, long Cut) Open(string file)
    {
        SqliteLibrary.Load();
        SqliteConnection? connection = null;
        try
        {
            if (!File.Exists(file)) Create(file);
            var cut = WalInspection.Inspect(file + "-wal", PageSize);
            connection = Connect(file, SqliteOpenMode.ReadWrite);
            connection.Open();
            Run(connection, "PRAGMA synchronous=FULL");
            // Checkpoints are the checkpointer's, so that no commit has to wait for one.
            Run(connection, "PRAGMA wal_autocheckpoint=0");
            Run(connection, $"PRAGMA journal_size_limit={LogSizeKept}");
            DemandOurs(file, connection);
            return (connection, cut);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw Explain(file, "it can't be opened as a journal", e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>A further connection.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="mode">How to open it.</param>
    public static SqliteConnection Connect(string file, SqliteOpenMode mode = SqliteOpenMode.ReadWrite) =>
        new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());

    /// <summary>Puts an SQLite error into words.</summary>
    /// <param name="file">The file.</param>
    /// <param name="what">What could not be done.</param>
    /// <param name="e">The error.</param>
    public static JournalException Explain(string file, string what, SqliteException e) =>
        new($"{file}: {what}: {e.Message}", e, e.SqliteErrorCode is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR
            or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_NOMEM);

    /// <summary>Runs a statement.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="sql">The statement.</param>
    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Asks for one value.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="sql">The query.</param>
    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    // Made under another name: a file with the right name is whole, however the making of it ended.
    private static void Create(string file)
    {
        var directory = Path.GetDirectoryName(file)!;
        if (Directory.EnumerateFiles(directory, "snapshot-*").Any() || File.Exists(file + "-wal"))
            throw new JournalException($"{file} is missing, though other files of the journal are there.");
        var made = file + ".new";
        foreach (var leftOver in Directory.EnumerateFiles(directory, Path.GetFileName(made) + "*")) File.Delete(leftOver);
        // SQLite gives the files beside it the mode that this one has.
        PrivateFile.Open(made, FileMode.CreateNew, FileAccess.Write).Dispose();
        using (var connection = Connect(made))
        {
            connection.Open();
            Run(connection, $"""
                PRAGMA page_size={PageSize};
                PRAGMA journal_mode=WAL;
                PRAGMA synchronous=FULL;
                BEGIN;
                CREATE TABLE records(
                  sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, version INTEGER NOT NULL, time INTEGER NOT NULL, checksum INTEGER NOT NULL, payload BLOB NOT NULL);
                CREATE TABLE snapshots(sequence INTEGER PRIMARY KEY, file TEXT NOT NULL, checksum INTEGER NOT NULL);
                PRAGMA application_id={ApplicationId};
                PRAGMA user_version={Version};
                COMMIT;
                """);
        }

        File.Move(made, file);
        DirectorySync.Flush(directory);
    }

    private static void DemandOurs(string file, SqliteConnection connection)
    {
        var version = (long)Scalar(connection, "PRAGMA user_version")!;
        if ((long)Scalar(connection, "PRAGMA application_id")! != ApplicationId)
            throw new JournalException($"{file} is not a journal of this product, or its first page is damaged.");
        if (version != Version)
            throw new JournalException($"{file} is of format {version}, and this version of the product knows {Version} only" + (version > Version ? ": a newer one wrote it." : "."));
        if ((string)Scalar(connection, "PRAGMA journal_mode")! != "wal") throw new JournalException($"{file} has lost its write-ahead mode.");
    }
}
