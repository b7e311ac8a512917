using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Events;

public sealed class ReplayTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NotificationNode Beat = (NotificationNode)RecordingParticipant.Find("t:beat");
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replay_gives_what_is_kept_then_says_so_then_what_happens(bool isDurable)
    {
        await using var server = await StartAsync(isDurable);
        for (var i = 1; i <= 3; i++) Publish(server, i);
        await using var items = Read(server, new StreamRequest { From = Begin });
        (await TakeAsync(items, 4)).ShouldBe("1 2 3 ReplayComplete");
        Publish(server, 4);
        (await TakeAsync(items, 1)).ShouldBe("4");
    }

    [Fact]
    public async Task Times_choose_what_is_replayed_both_included()
    {
        await using var server = await StartAsync(true, new FakeTime());
        for (var i = 1; i <= 5; i++) Publish(server, i, time: Begin.AddSeconds(i - 60));
        var request = new StreamRequest { From = Begin.AddSeconds(2 - 60), Until = Begin.AddSeconds(4 - 60) };
        await using var items = Read(server, request);
        (await TakeAsync(items, 5)).ShouldBe("2 3 4 ReplayComplete Complete");
        (await items.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task An_end_in_the_future_ends_what_happens()
    {
        var time = new FakeTime();
        await using var server = await StartAsync(true, time);
        Publish(server, 1, time: Begin);
        await using var items = Read(server, new StreamRequest { From = Begin, Until = Begin.AddMinutes(10) });
        (await TakeAsync(items, 2)).ShouldBe("1 ReplayComplete");
        var next = TakeAsync(items, 2);
        await time.Waiting;
        Publish(server, 2, time: Begin.AddMinutes(1));
        time.Advance(TimeSpan.FromMinutes(11));
        (await next).ShouldBe("2 Complete");
        (await items.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_published_survives_a_restart_and_goes_on_in_order()
    {
        await using (var server = await StartAsync(true))
        {
            for (var i = 1; i <= 3; i++) Publish(server, i, i == 2 ? "alarms" : "NETCONF");
        }

        await using var again = await StartAsync(true);
        Publish(again, 4, "alarms");
        await using var all = Read(again, new StreamRequest { From = Begin });
        (await TakeAsync(all, 5)).ShouldBe("1 2 3 4 ReplayComplete");
        await using var alarms = Read(again, new StreamRequest("alarms") { From = Begin });
        (await TakeAsync(alarms, 3)).ShouldBe("2 4 ReplayComplete");
        again.Operations.Streams.Select(s => s.Stream.Name).ShouldBe(["NETCONF", "alarms"]);
    }

    [Fact]
    public async Task What_was_logged_is_there_after_a_crash()
    {
        await using var server = await StartAsync(true);
        for (var i = 1; i <= 3; i++) Publish(server, i);
        await server.Engine.NotificationsDeliveredAsync();
        using var crashed = _directory.Copy();
        await using var again = await TestServer.StartAsync(crashed.Path);
        await using var items = Read(again, new StreamRequest { From = Begin });
        (await TakeAsync(items, 4)).ShouldBe("1 2 3 ReplayComplete");
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_set_aside_and_the_server_starts()
    {
        await (await StartAsync(true)).DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(_directory.Path, "notifications.db-*")) File.Delete(file);
        await File.WriteAllTextAsync(_directory["notifications.db"], string.Concat(Enumerable.Repeat("no database ", 1_000)), TestContext.Current.CancellationToken);
        await using var server = await StartAsync(true);
        Publish(server, 1);
        await using var items = Read(server, new StreamRequest { From = Begin });
        (await TakeAsync(items, 2)).ShouldBe("1 ReplayComplete");
        Directory.EnumerateFiles(_directory.Path, "notifications.db.damaged-*").Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_each_stream_as_many_are_kept_as_it_says(bool isDurable)
    {
        var streams = new[] { new EventStream("NETCONF", "all") { KeepCount = 300 }, new EventStream("alarms", "alarms") { KeepCount = 4 } };
        await using (var server = await StartAsync(isDurable, null, streams))
        {
            for (var i = 1; i <= 2_000; i++) Publish(server, i, i % 200 == 0 ? "alarms" : "NETCONF");
            await server.Engine.NotificationsDeliveredAsync();
            if (!isDurable)
            {
                await CheckAsync(server);
                return;
            }
        }

        await using var again = await StartAsync(true, null, streams);
        await CheckAsync(again);

        static async Task CheckAsync(TestServer server)
        {
            await using var all = Read(server, new StreamRequest { From = Begin });
            (await TakeAsync(all, 301)).ShouldBe(string.Join(' ', Enumerable.Range(1_701, 300)) + " ReplayComplete");
            await using var alarms = Read(server, new StreamRequest("alarms") { From = Begin });
            (await TakeAsync(alarms, 5)).ShouldBe("1400 1600 1800 2000 ReplayComplete");
            server.Operations.Streams.Single(s => s.Stream.Name == "NETCONF").LogAged.ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_too_old_is_not_replayed(bool isDurable)
    {
        var time = new FakeTime();
        await using var server = await StartAsync(isDurable, time, new EventStream("NETCONF", "all") { KeepAge = TimeSpan.FromHours(1) });
        Publish(server, 1, time: Begin);
        Publish(server, 2, time: Begin.AddMinutes(50));
        time.Advance(TimeSpan.FromMinutes(90));
        await using var items = Read(server, new StreamRequest { From = Begin });
        (await TakeAsync(items, 2)).ShouldBe("2 ReplayComplete");
    }

    [Fact]
    public async Task A_stream_without_replay_says_so()
    {
        await using var server = await StartAsync(true, null, new EventStream("quiet", "not kept") { KeepCount = 0 });
        Should.Throw<RpcErrorException>(() => Read(server, new StreamRequest("quiet") { From = Begin })).Errors.Single().Tag.ShouldBe(ErrorTag.OperationFailed);
        server.Operations.Streams.Single(s => s.Stream.Name == "quiet").LogCreated.ShouldBeNull();
        await using var live = Read(server, new StreamRequest("quiet"));
        Publish(server, 1, "quiet");
        (await TakeAsync(live, 1)).ShouldBe("1");
    }

    [Fact]
    public async Task Times_that_can_not_be_are_invalid()
    {
        await using var server = await StartAsync(false, new FakeTime());
        foreach (var request in new[]
        {
            new StreamRequest { From = Begin.AddHours(1) }, new StreamRequest { Until = Begin.AddHours(-1) }, new StreamRequest { From = Begin.AddHours(-1), Until = Begin.AddHours(-2) },
        }) Should.Throw<RpcErrorException>(() => Read(server, request)).Errors.Single().Tag.ShouldBe(ErrorTag.InvalidValue);
    }

    [Fact]
    public async Task Between_replay_and_what_happens_nothing_is_missing_or_twice()
    {
        await using var server = await StartAsync(true);
        const int Total = 3_000;
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var publishing = Task.Run(
            async () =>
            {
                for (var i = 1; i <= Total; i++)
                {
                    Publish(server, i);
                    if (i == Total / 2) half.SetResult();
                    // A listener that lives must not fall a thousand behind.
                    if (i % 200 == 0) await server.Engine.NotificationsDeliveredAsync();
                }
            },
            TestContext.Current.CancellationToken);
        var readers = Enumerable.Range(0, 4).Select(async r =>
        {
            if (r >= 2) await half.Task;
            await using var items = Read(server, new StreamRequest { From = Begin });
            var next = 1;
            while (next <= Total)
            {
                (await items.MoveNextAsync()).ShouldBeTrue();
                if (items.Current.Notification is not { } record) continue;
                // Only what a slow reader lost of what happened may be missing, and it says so.
                next += (int)record.LostBefore;
                record.Content.Root.ChildText("count").ShouldBe($"{next++}");
            }
        });
        await Task.WhenAll(readers);
        await publishing;
    }

    [Fact]
    public async Task The_rules_in_force_decide_what_is_replayed()
    {
        var schema = Compile(TestModule.Text, "ietf-netconf-acm");
        await using var server = await TestServer.StartAsync(schema: schema, access: new NacmAccessControl());
        using var recovery = server.Operations.Sessions.Open(new SessionIdentity("root", "test") { IsRecovery = true });
        Publish(server, 1, schema: schema);
        var readDefault = new DataPath(schema).Child("ietf-netconf-acm:nacm").Child("read-default");
        var rules = DataTree.Empty(schema).Edit();
        rules.SetText(readDefault, "deny");
        await server.EditAsync(recovery, new Edit(EditOperation.Merge, readDefault, rules.Seal()));
        await using var alice = Read(server, new StreamRequest { From = Begin });
        (await TakeAsync(alice, 1)).ShouldBe("ReplayComplete");
        await using var all = server.Operations.SubscribeAsync(recovery, new StreamRequest { From = Begin }, CancellationToken.None).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await TakeAsync(all, 2)).ShouldBe("1 ReplayComplete");
    }

    [Fact]
    public async Task Other_modules_after_a_restart_are_told_and_what_they_no_longer_have_is_left_out()
    {
        await using (var server = await StartAsync(true))
        {
            server.Operations.TellLibrary("one");
            Publish(server, 1);
        }

        var changed = Compile(TestModule.Text.Replace("notification beat", "notification pulse", StringComparison.Ordinal), "ietf-yang-library");
        await using (var other = await TestServer.StartAsync(_directory.Path, changed))
        {
            other.Operations.TellLibrary("other");
            await using var items = Read(other, new StreamRequest { From = Begin });
            (await TakeAsync(items, 3)).ShouldBe("yang-library-update yang-library-change ReplayComplete");
        }

        await using var same = await TestServer.StartAsync(_directory.Path, changed);
        same.Operations.TellLibrary("other");
        await using var nothingNew = Read(same, new StreamRequest { From = Begin });
        (await TakeAsync(nothingNew, 3)).ShouldBe("yang-library-update yang-library-change ReplayComplete");
    }

    [Fact]
    public async Task The_end_of_the_session_ends_a_replay()
    {
        await using var server = await StartAsync(true);
        for (var i = 1; i <= 3; i++) Publish(server, i);
        await using var items = Read(server, new StreamRequest { From = Begin });
        (await TakeAsync(items, 1)).ShouldBe("1");
        server.Alice.Dispose();
        (await items.MoveNextAsync()).ShouldBeFalse();
    }

    private static YangSchema Compile(string text, string module)
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(text);
        compiler.Implement(module);
        return compiler.Compile().Schema!;
    }

    private Task<TestServer> StartAsync(bool isDurable, TimeProvider? time = null, params EventStream[] streams) =>
        TestServer.StartAsync(options: new DatastoreOptions { DataDirectory = isDurable ? _directory.Path : null, Streams = streams }, time: time);

    private static IAsyncEnumerator<StreamItem> Read(TestServer server, StreamRequest request) =>
        server.Operations.SubscribeAsync(server.Alice, request, CancellationToken.None).GetAsyncEnumerator();

    private static async Task<string> TakeAsync(IAsyncEnumerator<StreamItem> items, int count)
    {
        var texts = new List<string>();
        while (texts.Count < count)
        {
            (await items.MoveNextAsync()).ShouldBeTrue(string.Join(' ', texts));
            var content = items.Current.Notification?.Content;
            texts.Add(content is null ? $"{items.Current.Kind}" : content.RootNode.Name == "beat" ? content.Root.ChildText("count")! : content.RootNode.Name);
        }

        return string.Join(' ', texts);
    }

    private static void Publish(TestServer server, int count, string stream = "NETCONF", DateTimeOffset? time = null, YangSchema? schema = null)
    {
        var beat = schema is null ? Beat : schema.Nodes.OfType<NotificationNode>().Single(n => n.Name == "beat");
        var builder = new DataTreeBuilder(schema ?? TestModule.Schema, beat);
        var leaf = (LeafNode)beat.FindChild(beat.Module, "count")!;
        builder.AddLeaf(leaf, TextAccess.Parse(schema ?? TestModule.Schema, leaf, $"{count}"));
        server.Engine.Notifications.Publish(new NotificationRecord(time ?? DateTimeOffset.UtcNow, builder.Seal()), stream);
    }
}
