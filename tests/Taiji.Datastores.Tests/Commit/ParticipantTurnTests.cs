using System.Collections.Concurrent;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Tests.Commit;

/// <summary>What one participant does costs only those whose changes concern it.</summary>
public sealed class ParticipantTurnTests
{
    private static readonly DataPath Note = Edits.Root.Child("t:other").Child("note");
    private readonly ConcurrentQueue<string> _heard = new();

    [Fact]
    public async Task One_that_hangs_in_prepare_holds_up_only_changes_that_concern_it()
    {
        var time = new FakeTime();
        var hanging = new RecordingParticipant("x", _heard) { OnPrepare = (_, _) => new ValueTask(new TaskCompletionSource().Task) };
        await using var server = await TestServer.StartAsync(plugins: Both(hanging, new RecordingParticipant("other", _heard)), time: time);
        var prepared = hanging.NextPrepare();
        var edit = server.EditAsync(Edits.Set("1", "one"));
        await prepared;
        await server.EditAsync(server.Bob, Edits.Set(Note, "elsewhere"));
        await server.EditAsync(server.Bob, Edits.Set(Edits.X.Child("limit"), "50"));
        edit.IsCompleted.ShouldBeFalse();
        await PassAsync(time, edit);
        (await Refused.OneAsync(() => edit)).Message!.ShouldContain("30 s");
        hanging.OnPrepare = (_, _) => default;
        await server.EditAsync(server.Bob, Edits.Set("2", "two"));
        server.Value("1").ShouldBeNull();
        _heard.ShouldBe(["x prepare 1", "other prepare 1", "other commit 1", "x abort 1", "x prepare 3", "x commit 3"]);
    }

    [Fact]
    public async Task What_others_change_elsewhere_during_prepare_leaves_it_prepared()
    {
        var ready = new TaskCompletionSource();
        var slow = new RecordingParticipant("x", _heard) { OnPrepare = (_, _) => new ValueTask(ready.Task) };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x/y", slow));
        var prepared = slow.NextPrepare();
        var edit = server.EditAsync(Edits.Set("1", "one"));
        await prepared;
        await server.EditAsync(server.Bob, Edits.Set(Note, "elsewhere"));
        ready.SetResult();
        var result = await edit;
        _heard.ShouldBe(["x prepare 1", "x commit 2"]);
        result.After.Tree.TextAt(Note).ShouldBe("elsewhere");
        result.After.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_that_others_make_another_one_during_prepare_is_prepared_again()
    {
        var slow = new RecordingParticipant("x", _heard);
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x/y", slow));
        slow.OnPrepare = async (_, _) =>
        {
            slow.OnPrepare = (_, _) => default;
            await server.EditAsync(server.Bob, Edits.Set(Note, "mine"));
        };
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set(Note, "mine"));
        _heard.ShouldBe(["x prepare 1", "x abort 1", "x prepare 2", "x commit 2"]);
    }

    [Fact]
    public async Task A_change_that_is_made_another_one_again_and_again_is_let_through_in_the_end()
    {
        var others = new List<Task>();
        var slow = new RecordingParticipant("x", _heard);
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x/y", slow));
        slow.OnPrepare = async (_, _) =>
        {
            var other = server.EditAsync(server.Bob, Edits.Set(Note, others.Count % 2 == 0 ? "mine" : "theirs"));
            others.Add(other);
            if (others.Count <= 3) await other;
        };
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set(Note, "mine"));
        await Task.WhenAll(others);
        _heard.ShouldBe(
            ["x prepare 1", "x abort 1", "x prepare 2", "x abort 2", "x prepare 3", "x abort 3", "x prepare 4", "x commit 4"]);
    }

    [Fact]
    public async Task A_lock_taken_during_prepare_refuses_the_change_and_those_prepared_hear_abort()
    {
        var slow = new RecordingParticipant("x", _heard);
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", slow));
        slow.OnPrepare = (_, _) =>
        {
            server.Operations.Lock(server.Bob, Datastores.Store.Datastore.Running);
            return default;
        };
        (await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "one")))).Tag.ShouldBe(Taiji.Yang.Diagnostics.ErrorTag.InUse);
        _heard.ShouldBe(["x prepare 1", "x abort 1"]);
        server.Value("1").ShouldBeNull();
    }

    [Fact]
    public async Task Changes_that_concern_several_in_any_order_do_not_wait_for_each_other_for_ever()
    {
        await using var server = await TestServer.StartAsync(plugins: Both(new RecordingParticipant("x", _heard), new RecordingParticipant("other", _heard)));
        await Task.WhenAll(Enumerable.Range(1, 30).Select(i => Task.Run(() => (i % 3) switch
        {
            0 => server.EditAsync(Edits.Set($"{i}", "v"), Edits.Set(Note, $"{i}")),
            1 => server.EditAsync(Edits.Set(Note, $"{i}"), Edits.Set($"{i}", "v")),
            _ => server.EditAsync(Edits.Set(Note, $"{i}")),
        })));
        foreach (var name in new[] { "x", "other" }) CommitsOf(name).ShouldBe(CommitsOf(name).Order());
        CommitsOf("other").Count().ShouldBe(30);
    }

    [Fact]
    public async Task One_that_answers_after_its_time_out_in_commit_changes_nothing()
    {
        var time = new FakeTime();
        var late = new TaskCompletionSource();
        var slow = new RecordingParticipant("x", _heard) { OnCommit = (_, _) => new ValueTask(late.Task) };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", slow), time: time);
        var told = slow.NextCommit();
        var edit = server.EditAsync(Edits.Set("1", "one"));
        await told;
        await PassAsync(time, edit);
        await edit;
        slow.OnCommit = (_, _) => default;
        await server.EditAsync(Edits.Set("2", "two"));
        late.SetException(new InvalidOperationException("too late"));
        (server.Value("1"), server.Value("2")).ShouldBe(("one", "two"));
    }

    // Time goes by until the time-out is over, whenever it began.
    private static async Task PassAsync(FakeTime time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }
    }

    private static DatastorePlugins Both(RecordingParticipant x, RecordingParticipant other) => new()
    {
        Participants = [(RecordingParticipant.Find("t:x/y"), x), (RecordingParticipant.Find("t:other"), other)],
    };

    private IEnumerable<int> CommitsOf(string name) =>
        _heard.Where(h => h.StartsWith($"{name} commit ", StringComparison.Ordinal)).Select(h => int.Parse(h.Split(' ')[2], null));
}
