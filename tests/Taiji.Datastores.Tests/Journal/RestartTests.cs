using System.Text;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Tests.Journal;

public sealed class RestartTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task After_a_crash_everything_acknowledged_is_there()
    {
        await using var server = await TestServer.StartAsync(_directory.Path);
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
        await server.EditAsync(Edits.Set("1", "uno"), Edits.Set(Edits.Root.Child("t:other").Child("note"), "n"));
        await server.EditAsync(Edits.Delete("2"));
        // No stop, no checkpoint: the files as they are.
        using var crashed = _directory.Copy();
        await using var again = await TestServer.StartAsync(crashed.Path);
        again.Running.Sequence.ShouldBe(3);
        again.Running.LastModified.ShouldBe(server.Running.LastModified);
        Json(again.Running.Tree).ShouldBe(Json(server.Running.Tree));
    }

    [Fact]
    public async Task After_a_stop_the_snapshot_alone_is_enough()
    {
        await using (var server = await TestServer.StartAsync(_directory.Path)) await server.EditAsync(Edits.Set("1", "one"));
        File.Exists(_directory["snapshot-1"]).ShouldBeTrue();
        await using var again = await TestServer.StartAsync(_directory.Path);
        again.Value("1").ShouldBe("one");
        again.Running.Sequence.ShouldBe(1);
        (await again.EditAsync(Edits.Set("1", "two"))).After.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_stop_without_changes_writes_no_new_snapshot()
    {
        await using (var server = await TestServer.StartAsync(_directory.Path)) await server.EditAsync(Edits.Set("1", "one"));
        var written = File.GetLastWriteTimeUtc(_directory["snapshot-1"]);
        await (await TestServer.StartAsync(_directory.Path)).DisposeAsync();
        File.GetLastWriteTimeUtc(_directory["snapshot-1"]).ShouldBe(written);
    }

    [Fact]
    public async Task A_user_ordered_list_keeps_its_order()
    {
        var order = Edits.Entry("1").Child("order");
        await using var server = await TestServer.StartAsync(_directory.Path);
        await server.EditAsync(Edits.Set("1", "one"));
        foreach (var (value, place, anchor) in new[] { ("b", InsertPlace.Last, ""), ("d", InsertPlace.Last, ""), ("a", InsertPlace.First, ""), ("c", InsertPlace.After, "b"), ("d", InsertPlace.First, "") })
        {
            var path = Edits.Entry("1").Entry("order", value);
            var editor = DataTree.Empty(TestModule.Schema).Edit();
            editor.Create(path);
            var insert = new InsertPosition(place, anchor.Length == 0 ? null : Encoding.UTF8.GetBytes(anchor));
            await server.EditAsync(new Edit(EditOperation.Merge, path, editor.Seal(), insert));
        }

        using var crashed = _directory.Copy();
        await using var again = await TestServer.StartAsync(crashed.Path);
        again.Running.Tree.TryFind(Edits.Entry("1"), out var entry).ShouldBeTrue();
        var values = new List<string>();
        foreach (var value in entry.Entries(order.Node)) values.Add(value.ValueText);
        values.ShouldBe(["d", "a", "b", "c"]);
    }

    [Fact]
    public async Task The_start_up_configuration_is_for_a_new_directory_only()
    {
        var options = new DatastoreOptions { DataDirectory = _directory.Path, Startup = Edits.Tree((Edits.Leaf("1", "b"), "start")) };
        await using (var server = await TestServer.StartAsync(options: options))
        {
            server.Value("1").ShouldBe("start");
            await server.EditAsync(Edits.Set("1", "changed"));
        }

        await using var again = await TestServer.StartAsync(options: options);
        again.Value("1").ShouldBe("changed");
    }

    [Fact]
    public async Task Big_changes_are_compacted_while_writing_goes_on()
    {
        var text = new string('v', 100_000);
        var edits = 0;
        await using (var server = await TestServer.StartAsync(_directory.Path))
        {
            // Whenever it comes, it must come while edits go on.
            while (!Directory.EnumerateFiles(_directory.Path, "snapshot-*").Any())
            {
                await server.EditAsync(Edits.Set("1", text + ++edits));
                edits.ShouldBeLessThan(2_000);
            }
        }

        edits.ShouldBeGreaterThan(30);
        await using var again = await TestServer.StartAsync(_directory.Path);
        again.Value("1").ShouldBe(text + edits);
        again.Running.Sequence.ShouldBe(edits);
    }

    [Fact]
    public async Task A_damaged_commit_stops_the_start()
    {
        await using var server = await TestServer.StartAsync(_directory.Path);
        await server.EditAsync(Edits.Set("1", "one"));
        await server.EditAsync(Edits.Set("1", "two"));
        using var crashed = _directory.Copy();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={crashed["journal.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE records SET checksum = checksum + 1 WHERE sequence = 2";
            command.ExecuteNonQuery();
        }

        (await Should.ThrowAsync<JournalException>(() => TestServer.StartAsync(crashed.Path))).Message.ShouldContain("record 2");
    }

    [Fact]
    public async Task A_record_of_an_unknown_kind_stops_the_start_and_is_named()
    {
        await using var server = await TestServer.StartAsync(_directory.Path);
        await server.EditAsync(Edits.Set("1", "one"));
        using var crashed = _directory.Copy();
        await using (var journal = SqliteJournal.Open(crashed.Path))
        {
            journal.Append(1, [new JournalRecord(2, new RecordKind("from-the-future", 3), DateTimeOffset.UtcNow, ReadOnlyMemory<byte>.Empty)]).ShouldBeTrue();
        }

        var refused = await Should.ThrowAsync<JournalException>(() => TestServer.StartAsync(crashed.Path));
        refused.Message.ShouldContain("Record 2");
        refused.Message.ShouldContain("'from-the-future' version 3");
    }

    [Fact]
    public async Task A_snapshot_with_an_unknown_section_stops_the_start_and_names_it()
    {
        await using (var journal = SqliteJournal.Open(_directory.Path))
        {
            await journal.WriteSnapshotAsync(
                new SnapshotInfo(1, DateTimeOffset.UnixEpoch, "schema", 1),
                async (snapshot, ct) =>
                {
                    await snapshot.WriteAsync("running", async (w, c) => await w.WriteAsync("{}"u8.ToArray(), c), ct);
                    await snapshot.WriteAsync("future", async (w, c) => await w.WriteAsync("{}"u8.ToArray(), c), ct);
                },
                CancellationToken.None);
        }

        (await Should.ThrowAsync<JournalException>(() => TestServer.StartAsync(_directory.Path))).Message.ShouldContain("'future'");
    }

    [Fact]
    public async Task Modules_may_grow_between_runs()
    {
        await using (var server = await TestServer.StartAsync(_directory.Path)) await server.EditAsync(Edits.Set("1", "one"));
        var grown = TestModule.Compile(TestModule.Text.Replace("leaf secret", "leaf brand-new { type string; } leaf secret", StringComparison.Ordinal));
        await using var again = await TestServer.StartAsync(_directory.Path, grown);
        again.Running.Tree.TextAt(new DataPath(grown).Child("t:x").Entry("y", "1").Child("b")).ShouldBe("one");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Data_that_no_longer_fits_stops_the_start_with_every_path(bool afterStop)
    {
        using var data = await LeaveAsync(afterStop);
        var shrunk = TestModule.Compile(TestModule.Text.Replace("leaf b { type string; }", "leaf b { type int8; }", StringComparison.Ordinal));
        var errors = await Refused.AllAsync(() => TestServer.StartAsync(data.Path, shrunk));
        var paths = errors.Select(e => e.Path).ToList();
        paths.ShouldContain("/t:x/y[a='1']/b");
        if (afterStop) paths.ShouldContain("/t:x/y[a='2']/b");
        // Nothing was dropped: the old modules still load it.
        await using var again = await TestServer.StartAsync(data.Path);
        again.Value("2").ShouldBe("two");
    }

    [Fact]
    public async Task After_a_crash_participants_hear_the_last_outcomes_again()
    {
        var participant = new RecordingParticipant();
        await using var server = await TestServer.StartAsync(
            plugins: RecordingParticipant.At("t:x", participant), options: new DatastoreOptions { DataDirectory = _directory.Path });
        await server.EditAsync(Edits.Set("1", "one"));
        await server.EditAsync(Edits.Set("2", "two"));
        using var crashed = _directory.Copy();
        var second = new RecordingParticipant();
        var heard = second.NextCommit();
        await using var again = await TestServer.StartAsync(
            plugins: RecordingParticipant.At("t:x", second), options: new DatastoreOptions { DataDirectory = crashed.Path });
        (await heard).Sequence.ShouldBe(2);
        await again.EditAsync(Edits.Set("3", "three"));
        second.Heard.ShouldBe(["p commit 2", "p prepare 3", "p commit 3"]);
    }

    [Fact]
    public async Task After_a_stop_participants_hear_nothing_again()
    {
        var options = new DatastoreOptions { DataDirectory = _directory.Path };
        await using (var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", new RecordingParticipant()), options: options)) await server.EditAsync(Edits.Set("1", "one"));
        var second = new RecordingParticipant();
        await using (await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", second), options: options))
        {
        }

        second.Heard.ShouldBeEmpty();
    }

    private static string Json(DataTree tree)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, tree.Root);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private async Task<TempDirectory> LeaveAsync(bool afterStop)
    {
        await using var server = await TestServer.StartAsync(_directory.Path);
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
        if (afterStop) await server.DisposeAsync();
        return _directory.Copy();
    }
}
