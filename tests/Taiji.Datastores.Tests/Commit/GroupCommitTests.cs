using Taiji.Datastores.Commit;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Commit;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Concurrent_writers_share_durable_steps()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        using var hold = journal.Hold();
        var first = Task.Run(() => server.EditAsync(Edits.Set("0", "first")));
        await hold.Reached;
        var others = Enumerable.Range(1, 64).Select(i => server.EditAsync(Edits.Set($"{i}", $"{i}"))).ToList();
        hold.Release();
        await Task.WhenAll(others);
        await first;
        journal.Groups.ShouldBe([1, 64]);
        journal.Records.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, 65).Select(i => (long)i));
        for (var i = 1; i <= 64; i++) server.Value($"{i}").ShouldBe($"{i}");
    }

    [Fact]
    public async Task Nothing_is_acknowledged_or_shown_before_it_is_durable()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        using var hold = journal.Hold();
        var first = Task.Run(() => server.EditAsync(Edits.Set("1", "one")));
        await hold.Reached;
        var second = server.EditAsync(Edits.Set("1", "two"));
        // This one changes nothing, but only if the one before it becomes durable.
        var same = server.EditAsync(Edits.Set("1", "two"));
        var refused = server.EditAsync(Edits.Create("1", "three"));
        new Task[] { first, second, same, refused }.ShouldAllBe(t => !t.IsCompleted);
        server.Value("1").ShouldBeNull();
        hold.Release();
        await first;
        (await same).After.ShouldBeSameAs((await second).After);
        (await Refused.OneAsync(() => refused)).Tag.ShouldBe(ErrorTag.DataExists);
    }

    [Fact]
    public async Task When_the_journal_fails_all_built_on_it_fail_and_running_is_as_before()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        var before = (await server.EditAsync(Edits.Set("1", "one"))).After;
        journal.OnAppend = _ => throw new JournalException("disk full", isOutOfResources: true);
        using var hold = journal.Hold();
        var first = Task.Run(() => server.EditAsync(Edits.Set("1", "two")));
        await hold.Reached;
        var second = server.EditAsync(Edits.Set("2", "two"));
        hold.Release();
        (await Refused.OneAsync(() => first)).Tag.ShouldBe(ErrorTag.ResourceDenied);
        (await Refused.OneAsync(() => second)).Tag.ShouldBe(ErrorTag.ResourceDenied);
        server.Running.ShouldBeSameAs(before);

        journal.OnAppend = null;
        (await server.EditAsync(Edits.Set("3", "three"))).After.Sequence.ShouldBe(2);
        server.Value("2").ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_that_rested_on_a_failed_change_is_thought_over()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        journal.OnAppend = records =>
        {
            if (CommitRecord.From(records[0]).User == "alice") throw new JournalException("disk full", isOutOfResources: true);
        };
        using var hold = journal.Hold();
        var first = Task.Run(() => server.EditAsync(server.Alice, Edits.Create("1", "one")));
        await hold.Reached;
        var second = server.EditAsync(server.Bob, Edits.Create("1", "two"));
        hold.Release();
        (await Refused.OneAsync(() => first)).Tag.ShouldBe(ErrorTag.ResourceDenied);
        await second;
        server.Value("1").ShouldBe("two");
    }

    [Fact]
    public async Task A_journal_that_fails_otherwise_is_operation_failed_and_tells_no_secrets()
    {
        var journal = new TestJournal { OnAppend = _ => throw new InvalidOperationException("at Secret.Place()") };
        await using var server = await TestServer.StartAsync(journal);
        var error = await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "one")));
        error.Tag.ShouldBe(ErrorTag.OperationFailed);
        error.Message!.ShouldNotContain("Secret");
    }

    [Fact]
    public async Task A_lost_race_is_rebased_and_tried_again()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        var foreign = Foreign(("9", "theirs"));
        journal.OnAppend = _ =>
        {
            journal.OnAppend = null;
            journal.AppendForeign(foreign);
        };
        var result = await server.EditAsync(Edits.Set("1", "ours"));
        result.After.Sequence.ShouldBe(2);
        server.Value("9").ShouldBe("theirs");
        server.Value("1").ShouldBe("ours");
        journal.Records.Select(r => CommitRecord.From(r).User).ShouldBe(["carol", "alice"]);
    }

    [Fact]
    public async Task A_lost_race_that_makes_an_edit_impossible_refuses_it()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        journal.OnAppend = _ =>
        {
            journal.OnAppend = null;
            journal.AppendForeign(Foreign(("1", "theirs")));
        };
        (await Refused.OneAsync(() => server.EditAsync(Edits.Create("1", "ours")))).Tag.ShouldBe(ErrorTag.DataExists);
        server.Value("1").ShouldBe("theirs");
    }

    [Fact]
    public async Task Commits_of_others_arrive_by_themselves()
    {
        var journal = new TestJournal { IsShared = true };
        var participant = new RecordingParticipant();
        await using var server = await TestServer.StartAsync(journal, RecordingParticipant.At("t:x", participant));
        await server.EditAsync(Edits.Set("1", "ours"));
        var heard = participant.NextCommit();
        journal.AppendForeign(Foreign(server.Running.Tree, ("9", "theirs")));
        (await heard).Sequence.ShouldBe(2);
        server.Value("9").ShouldBe("theirs");
        await server.EditAsync(Edits.Set("2", "again"));
        server.Running.Sequence.ShouldBe(3);
    }

    private static byte[] Foreign(params (string Key, string Value)[] leaves) => Foreign(DataTree.Empty(TestModule.Schema), leaves);

    private static byte[] Foreign(DataTree before, params (string Key, string Value)[] leaves)
    {
        var editor = before.Edit();
        foreach (var (key, value) in leaves) editor.SetText(Edits.Leaf(key, "b"), value);
        return new ChangeCodec(TestModule.Schema).Encode(new DataDiff(before, editor.Seal()));
    }
}
