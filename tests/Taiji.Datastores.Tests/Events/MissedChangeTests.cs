using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Events;

/// <summary>What the log of notifications tells of commits after a crash: each of them, once, in order.</summary>
public sealed class MissedChangeTests : IDisposable
{
    private static readonly YangSchema Schema = Compile();
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_crash_before_the_log_was_told_tells_it_at_the_next_start_and_only_once()
    {
        await using var server = await StartAsync(_directory.Path);
        var carol = server.Operations.Sessions.Open(new SessionIdentity("carol", "netconf-ssh") { Source = new System.Net.IPEndPoint(System.Net.IPAddress.Parse("192.0.2.7"), 9) });
        await SetAsync(server, carol, "1");
        await server.Engine.NotificationsDeliveredAsync();
        // Nobody listens: the log may be told a moment later.
        for (var i = 2; i <= 5; i++) await SetAsync(server, carol, $"{i}");
        using var crashed = _directory.Copy();
        using var crashedAgain = new TempDirectory();
        await using (var again = await StartAsync(crashed.Path))
        {
            (await ChangesAsync(again)).ShouldBe(["1", "2", "3", "4", "5"]);
            (await RecordsAsync(again)).Select(r => Child(r.Content.Root, "changed-by")).ShouldAllBe(by =>
                by.ChildText("username") == "carol" && by.ChildText("session-id") == $"{carol.Id}" && by.ChildText("source-host") == "192.0.2.7");
            await SetAsync(again, again.Bob, "6");
        }

        await using var last = await StartAsync(crashed.Path);
        (await ChangesAsync(last)).ShouldBe(["1", "2", "3", "4", "5", "6"]);
    }

    [Fact]
    public async Task What_created_changed_or_deleted_is_told_as_it_would_have_been()
    {
        await using var server = await StartAsync(_directory.Path);
        await SetAsync(server, server.Alice, "1");
        await server.EditAsync(Edit("1", "other"));
        await server.EditAsync(new Edit(EditOperation.Delete, Entry("1")));
        using var crashed = _directory.Copy();
        await using var again = await StartAsync(crashed.Path);
        var told = await RecordsAsync(again);
        await server.Engine.NotificationsDeliveredAsync();
        var live = await RecordsAsync(server);
        told.Select(Text).ShouldBe(live.Select(Text));
        told.Select(r => Child(r.Content.Root, "edit").ChildText("operation")).ShouldBe(["create", "replace", "delete"]);
    }

    [Fact]
    public async Task A_log_that_begins_tells_nothing_of_what_was_before()
    {
        await using (var server = await StartAsync(_directory.Path)) await SetAsync(server, server.Alice, "1");
        foreach (var file in Directory.EnumerateFiles(_directory.Path, "notifications.db*")) File.Delete(file);
        await using var again = await StartAsync(_directory.Path);
        await SetAsync(again, again.Alice, "2");
        (await ChangesAsync(again)).ShouldBe(["2"]);
    }

    [Fact]
    public async Task What_the_server_takes_back_at_its_start_is_told_too()
    {
        await using var server = await StartAsync(_directory.Path);
        await server.EditCandidateAsync(server.Alice, Edit("1", "b"));
        await server.Operations.CommitAsync(server.Alice, new CommitOptions { Confirmed = new ConfirmedCommit { PersistId = "p" } }, CancellationToken.None);
        using var crashed = _directory.Copy();
        await using var again = await StartAsync(crashed.Path);
        var told = await RecordsAsync(again);
        told.Select(r => Child(r.Content.Root, "edit").ChildText("operation")).ShouldBe(["create", "delete"]);
        Child(told[1].Content.Root, "changed-by").ChildText("server").ShouldBe("");
    }

    [Fact]
    public async Task A_commit_that_was_torn_leaves_no_rollback_and_nothing_told()
    {
        await using var server = await StartAsync(_directory.Path);
        await server.Engine.NotificationsDeliveredAsync();
        using var untold = _directory.Copy();
        for (var i = 1; i <= 4; i++) await SetAsync(server, server.Alice, $"{i}");
        for (var torn = 1; torn < 4_000; torn += 977)
        {
            using var crashed = _directory.Copy();
            File.Delete(crashed["journal.mark"]);
            foreach (var file in Directory.EnumerateFiles(crashed.Path, "notifications.db*")) File.Delete(file);
            foreach (var file in Directory.EnumerateFiles(untold.Path, "notifications.db*")) File.Copy(file, crashed[Path.GetFileName(file)]);
            var log = await File.ReadAllBytesAsync(crashed["journal.db-wal"], TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(crashed["journal.db-wal"], log[..^torn], TestContext.Current.CancellationToken);
            await using var again = await StartAsync(crashed.Path);
            again.Running.Sequence.ShouldBe(3);
            again.Operations.Rollbacks().Select(r => (r.Id, r.Number)).ShouldBe([(3, 0), (2, 1), (1, 2)]);
            (await ChangesAsync(again)).ShouldBe(["1", "2", "3"]);
            await again.Operations.ApplyRollbackAsync(again.Alice, new RollbackSelection(2), new EditOptions(), CancellationToken.None);
            again.Running.Tree.TryFind(Entry("1"), out _).ShouldBeTrue();
            again.Running.Tree.TryFind(Entry("2"), out _).ShouldBeFalse();
        }
    }

    private static Task<TestServer> StartAsync(string directory) => TestServer.StartAsync(options: new DatastoreOptions { DataDirectory = directory }, schema: Schema);

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(TestModule.Text);
        compiler.Implement("ietf-netconf-notifications");
        return compiler.Compile().Schema!;
    }

    private static DataPath Entry(string key) => new DataPath(Schema).Child("t:x").Entry("y", key);

    private static Edit Edit(string key, string value)
    {
        var leaf = Entry(key).Child("b");
        var payload = DataTree.Empty(Schema).Edit();
        payload.SetText(leaf, value);
        return new Edit(EditOperation.Merge, leaf, payload.Seal());
    }

    private static Task<EditResult> SetAsync(TestServer server, Session session, string key) => server.EditAsync(session, Edit(key, "b"));

    private static async Task<List<string>> ChangesAsync(TestServer server) =>
        [.. (await RecordsAsync(server)).Select(r => Child(r.Content.Root, "edit").ChildText("target")!.Split('\'')[1])];

    /// <summary>The changes in a replay.</summary>
    private static async Task<List<NotificationRecord>> RecordsAsync(TestServer server)
    {
        var found = new List<NotificationRecord>();
        var begin = DateTimeOffset.UtcNow.AddHours(-1);
        await foreach (var item in server.Operations.SubscribeAsync(server.Alice, new StreamRequest { From = begin }, CancellationToken.None))
        {
            if (item.Kind == StreamItemKind.ReplayComplete) break;
            if (item.Notification!.Content.RootNode.Name == "netconf-config-change") found.Add(item.Notification);
        }

        return found;
    }

    private static DataNode Child(DataNode node, string name)
    {
        foreach (var child in node.Children)
        {
            if (child.Schema.Name == name) return child;
        }

        throw new InvalidOperationException($"no {name}");
    }

    private static string Text(NotificationRecord record)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        Taiji.Yang.Encodings.JsonDataWriter.Write(buffer, record.Content.Root);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
