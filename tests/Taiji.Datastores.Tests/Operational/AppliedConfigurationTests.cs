using Taiji.Datastores.Hosting;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Tests.Operational;

public sealed class AppliedConfigurationTests
{
    [Fact]
    public async Task Without_anything_tracked_all_that_is_running_is_applied()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        (await OperationalAsync(server)).TextAt(Edits.Leaf("1", "b")).ShouldBe("one");
        Should.Throw<ArgumentException>(() => server.Operations.Applied.Report(Edits.Leaf("1", "b"), server.Running.Tree));
    }

    [Fact]
    public async Task What_is_tracked_is_in_use_when_it_is_reported()
    {
        await using var server = await StartAsync("t:x/y/b");
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set(Edits.Leaf("1", "kind"), "k"), Edits.Set(Edits.X.Child("secret"), "s"));
        var before = await OperationalAsync(server);
        before.TextAt(Edits.Leaf("1", "b")).ShouldBeNull();
        before.TextAt(Edits.Leaf("1", "kind")).ShouldBe("k");
        before.TextAt(Edits.X.Child("secret")).ShouldBe("s");

        server.Operations.Applied.Report(Edits.Leaf("1", "b"), Edits.Tree((Edits.Leaf("1", "b"), "uno")));
        (await OperationalAsync(server)).TextAt(Edits.Leaf("1", "b")).ShouldBe("uno");
        server.Value("1").ShouldBe("one");

        server.Operations.Applied.Report("/t:x/y/b", server.Running.Tree);
        (await OperationalAsync(server)).TextAt(Edits.Leaf("1", "b")).ShouldBe("one");
    }

    [Fact]
    public async Task A_participant_reports_the_change_it_was_told_of()
    {
        await using var server = await StartReportingAsync("t:x/y/b");
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
        (await OperationalAsync(server)).TextAt(Edits.Leaf("2", "b")).ShouldBe("two");
        await server.EditAsync(Edits.Set("2", "zwei"), Edits.Delete("1"));
        var after = await OperationalAsync(server);
        after.TextAt(Edits.Leaf("2", "b")).ShouldBe("zwei");
        after.TryFind(Edits.Entry("1"), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_still_in_use_outlives_its_configuration()
    {
        await using var server = await StartAsync("t:x/y/b");
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set(Edits.Leaf("1", "kind"), "k"));
        server.Operations.Applied.Report("/t:x/y/b", server.Running.Tree);
        await server.EditAsync(Edits.Delete("1"));
        var remnant = await OperationalAsync(server);
        remnant.TextAt(Edits.Leaf("1", "b")).ShouldBe("one");
        remnant.TextAt(Edits.Leaf("1", "kind")).ShouldBeNull();
        server.Operations.Applied.Report("/t:x/y/b", server.Running.Tree);
        (await OperationalAsync(server)).TextAt(Edits.Leaf("1", "b")).ShouldBeNull();
    }

    [Fact]
    public async Task Entries_ordered_by_the_user_keep_their_order()
    {
        await using var server = await StartReportingAsync("t:x/y/order");
        await server.EditAsync(Edits.Set("1", "one"));
        foreach (var value in new[] { "c", "b", "a" }) await server.EditAsync(Insert(value, InsertPlace.First));
        await server.EditAsync(Insert("b", InsertPlace.Last));
        Order(await OperationalAsync(server)).ShouldBe(Order(server.Running.Tree));
        Order(server.Running.Tree).ShouldBe("a c b");
    }

    private static Edit Insert(string value, InsertPlace place)
    {
        var path = Edits.Entry("1").Entry("order", value);
        var payload = DataTree.Empty(TestModule.Schema).Edit();
        payload.Create(path);
        return new Edit(EditOperation.Merge, path, payload.Seal(), new InsertPosition(place));
    }

    private static string Order(DataTree tree)
    {
        var texts = new List<string>();
        tree.TryFind(Edits.Entry("1"), out var entry).ShouldBeTrue();
        foreach (var value in entry.Entries(Edits.Entry("1").Child("order").Node)) texts.Add(value.ValueText);
        return string.Join(' ', texts);
    }

    private static async Task<DataTree> OperationalAsync(TestServer server) =>
        (await server.Operations.ReadAsync(server.Alice, new ReadRequest(Datastore.Operational), CancellationToken.None)).Tree;

    private static Task<TestServer> StartAsync(string path) => TestServer.StartAsync(plugins: new DatastorePlugins { AppliedNodes = [RecordingParticipant.Find(path)] });

    private static async Task<TestServer> StartReportingAsync(string path)
    {
        var participant = new RecordingParticipant();
        var server = await TestServer.StartAsync(plugins: RecordingParticipant.At(path, participant) with { AppliedNodes = [RecordingParticipant.Find(path)] });
        participant.OnCommit = (change, _) =>
        {
            server.Operations.Applied.Report("/" + path, change);
            return default;
        };
        return server;
    }
}
