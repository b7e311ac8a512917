using Taiji.Datastores.Hosting;
using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Rollbacks;

public sealed class RollbackTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Every_commit_leaves_one_with_who_when_and_why_the_newest_first()
    {
        var time = new FakeTime();
        await using var server = await TestServer.StartAsync(time: time);
        await server.EditAsync(server.Alice, new EditOptions { Label = "first", Comment = "why" }, Edits.Set("1", "one"));
        time.Advance(TimeSpan.FromSeconds(5));
        await server.EditCandidateAsync(server.Bob, Edits.Set("2", "two"));
        await server.Operations.CommitAsync(server.Bob, new CommitOptions { Label = "second" }, None);
        var now = time.GetUtcNow();
        server.Operations.Rollbacks().ShouldBe(
        [
            new Rollback(2, 0, now, "bob", "netconf-ssh", "second", null),
            new Rollback(1, 1, now - TimeSpan.FromSeconds(5), "alice", "netconf-ssh", "first", "why"),
        ]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_takes_back_itself_and_all_after_it(bool isApplied)
    {
        await using var server = await StartAsync();
        await TakeBackAsync(server, new RollbackSelection(2), isApplied);
        server.Value("1").ShouldBe("one");
        server.Value("2").ShouldBeNull();
        server.Value("3").ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_alone_leaves_what_came_after_it(bool isApplied)
    {
        await using var server = await StartAsync();
        await TakeBackAsync(server, new RollbackSelection(2) { IsAlone = true }, isApplied);
        server.Value("1").ShouldBe("one");
        server.Value("2").ShouldBeNull();
        server.Value("3").ShouldBe("three");
    }

    [Fact]
    public async Task One_restricted_to_a_subtree_leaves_the_rest()
    {
        await using var server = await StartAsync();
        await TakeBackAsync(server, new RollbackSelection(1) { Subtree = Edits.Entry("1") }, true);
        server.Value("1").ShouldBeNull();
        server.Value("2").ShouldBe("two");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_alone_may_be_restricted_to_a_subtree_too(bool isApplied)
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
        await server.EditAsync(Edits.Set("1", "uno"), Edits.Set("2", "due"));
        await server.EditAsync(Edits.Set("3", "three"));
        await TakeBackAsync(server, new RollbackSelection(2) { IsAlone = true, Subtree = Edits.Entry("1") }, isApplied);
        (server.Value("1"), server.Value("2"), server.Value("3")).ShouldBe(("one", "due", "three"));
    }

    [Fact]
    public async Task Ten_thousand_that_are_kept_are_not_looked_at_by_a_commit()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal, options: new DatastoreOptions { Rollbacks = 10_000 });
        await server.EditAsync(Edits.Set("1", "0000"));
        for (var i = 1; i <= 10_000; i++) await server.EditAsync(Edits.Set("1", $"{i % 10_000:D4}"));
        server.Operations.Rollbacks().Count().ShouldBe(10_000);
        var reads = journal.Reads;
        await server.EditAsync(Edits.Set("1", "last"));
        journal.Reads.ShouldBe(reads);
        journal.Records[^1].Payload.Length.ShouldBe(journal.Records[1].Payload.Length);
    }

    [Fact]
    public async Task A_restriction_below_what_was_deleted_brings_that_part_back_and_no_more()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set(Edits.Leaf("1", "kind"), "fast"), Edits.Set("2", "two"));
        await server.EditAsync(Edits.Delete("1"), Edits.Delete("2"));
        await TakeBackAsync(server, new RollbackSelection(2) { Subtree = Edits.Leaf("1", "b") }, true);
        server.Running.Tree.TextAt(Edits.Leaf("1", "b")).ShouldBe("one");
        server.Running.Tree.TryFind(Edits.Leaf("1", "kind"), out _).ShouldBeFalse();
        server.Value("2").ShouldBeNull();
    }

    [Fact]
    public async Task A_restriction_below_what_was_created_takes_that_part_away_and_no_more()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set(Edits.Leaf("1", "kind"), "fast"));
        await TakeBackAsync(server, new RollbackSelection(1) { Subtree = Edits.Leaf("1", "b") }, true);
        server.Value("1").ShouldBeNull();
        server.Running.Tree.TextAt(Edits.Leaf("1", "kind")).ShouldBe("fast");
    }

    [Fact]
    public async Task A_rollback_can_be_rolled_back_and_order_comes_back_too()
    {
        await using var server = await TestServer.StartAsync();
        var list = Edits.Entry("1");
        foreach (var value in new[] { "a", "b", "c" }) await server.EditAsync(new Edit(EditOperation.Create, list.Entry("order", value), Order(value)));
        await server.EditAsync(new Edit(EditOperation.Delete, list.Entry("order", "b")));
        Ordered(server).ShouldBe("ac");
        await TakeBackAsync(server, new RollbackSelection(4), true);
        Ordered(server).ShouldBe("abc");
        await TakeBackAsync(server, new RollbackSelection(5), true);
        Ordered(server).ShouldBe("ac");

        DataTree Order(string value)
        {
            var editor = DataTree.Empty(TestModule.Schema).Edit();
            editor.Create(list.Entry("order", value));
            return editor.Seal();
        }

        static string Ordered(TestServer server)
        {
            server.Running.Tree.TryFind(Edits.Entry("1"), out var entry).ShouldBeTrue();
            var text = "";
            foreach (var child in entry.Children) text += child.Schema.Name == "order" ? child.ValueText : "";
            return text;
        }
    }

    [Fact]
    public async Task Locks_and_validation_bind_a_rollback_like_any_edit()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        await server.EditAsync(Edits.Set(Edits.Leaf("2", "sees"), "1"));
        (await Refused.AllAsync(() => TakeBackAsync(server, new RollbackSelection(1) { IsAlone = true }, true))).ShouldNotBeEmpty();
        server.Operations.Lock(server.Bob, Datastore.Running);
        (await Refused.OneAsync(() => TakeBackAsync(server, new RollbackSelection(1), true))).Tag.ShouldBe(ErrorTag.InUse);
        server.Value("1").ShouldBe("one");
    }

    [Fact]
    public async Task Showing_one_says_what_would_change_and_changes_nothing()
    {
        await using var server = await StartAsync();
        server.Operations.ShowRollback(server.Alice, new RollbackSelection(3)).ShouldBe("""[{"op":"remove","target":"/t:x/y[a='3']"}]""");
        server.Value("3").ShouldBe("three");
    }

    [Fact]
    public async Task Those_that_were_asked_for_are_kept_across_restarts()
    {
        using var directory = new TempDirectory();
        var options = new DatastoreOptions { DataDirectory = directory.Path, Rollbacks = 2 };
        await using (var server = await TestServer.StartAsync(options: options))
        {
            foreach (var key in new[] { "1", "2", "3" }) await server.EditAsync(Edits.Set(key, key));
            server.Operations.Rollbacks().Select(r => r.Id).ShouldBe([3, 2]);
        }

        await using var again = await TestServer.StartAsync(options: options);
        again.Operations.Rollbacks().Select(r => r.Id).ShouldBe([3, 2]);
        (await Refused.OneAsync(() => TakeBackAsync(again, new RollbackSelection(1), true))).Tag.ShouldBe(ErrorTag.InvalidValue);
        await TakeBackAsync(again, new RollbackSelection(2), true);
        again.Value("2").ShouldBeNull();
        again.Value("1").ShouldBe("1");
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        await server.EditAsync(Edits.Set("1", "uno"), Edits.Set("2", "two"));
        await server.EditAsync(Edits.Set("3", "three"));
        return server;
    }

    private static async Task TakeBackAsync(TestServer server, RollbackSelection selection, bool isApplied)
    {
        if (isApplied)
        {
            await server.Operations.ApplyRollbackAsync(server.Alice, selection, new EditOptions(), None);
            return;
        }

        server.Operations.LoadRollback(server.Alice, selection);
        await server.CommitAsync(server.Alice);
    }
}
