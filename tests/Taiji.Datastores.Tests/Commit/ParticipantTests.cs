using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Commit;

public sealed class ParticipantTests
{
    private readonly ConcurrentQueue<string> _heard = new();

    [Fact]
    public async Task Those_concerned_hear_prepare_and_commit_in_order()
    {
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", new("a", _heard), new("b", _heard)));
        await server.EditAsync(Edits.Set("1", "one"));
        await server.EditAsync(Edits.Set(Edits.Root.Child("t:other").Child("note"), "elsewhere"));
        _heard.ShouldBe(["a prepare 1", "b prepare 1", "a commit 1", "b commit 1"]);
    }

    [Theory]
    [InlineData("t:x/y/b", true)]
    [InlineData("t:x/y/order", false)]
    [InlineData("t:x/secret", false)]
    public async Task A_new_subtree_concerns_those_whose_nodes_are_in_it(string path, bool isConcerned)
    {
        var participant = new RecordingParticipant();
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At(path, participant));
        await server.EditAsync(Edits.Create("1", "one"));
        await server.EditAsync(Edits.Delete("1"));
        participant.Heard.Count(h => h.Contains("commit", StringComparison.Ordinal)).ShouldBe(isConcerned ? 2 : 0);
    }

    [Fact]
    public async Task A_veto_aborts_those_before_in_reverse_order_and_is_the_answer()
    {
        var veto = new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Message = "no" };
        var last = new RecordingParticipant("c", _heard) { OnPrepare = (_, _) => throw new RpcErrorException(veto) };
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal, RecordingParticipant.At("t:x", new("a", _heard), new("b", _heard), last));
        (await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "one")))).ShouldBeSameAs(veto);
        _heard.ShouldBe(["a prepare 1", "b prepare 1", "c prepare 1", "b abort 1", "a abort 1"]);
        journal.Records.ShouldBeEmpty();
        server.Value("1").ShouldBeNull();
    }

    [Fact]
    public async Task One_that_throws_in_prepare_refuses_without_telling_how()
    {
        var bad = new RecordingParticipant { OnPrepare = (_, _) => throw new InvalidOperationException("secret") };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", bad));
        var error = await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "one")));
        error.Tag.ShouldBe(ErrorTag.OperationFailed);
        error.Message!.ShouldNotContain("secret");
    }

    [Fact]
    public async Task One_that_throws_in_commit_undoes_nothing()
    {
        var bad = new RecordingParticipant("a", _heard) { OnCommit = (_, _) => throw new InvalidOperationException() };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", bad, new("b", _heard)));
        await server.EditAsync(Edits.Set("1", "one"));
        server.Value("1").ShouldBe("one");
        _heard.ShouldBe(["a prepare 1", "b prepare 1", "a commit 1", "b commit 1"]);
    }

    [Fact]
    public async Task One_that_answers_twice_is_heard_once()
    {
        var answers = new List<TwoAnswers>();
        var twice = new RecordingParticipant("twice", _heard) { OnPrepare = (_, _) => Answer(), OnCommit = (_, _) => Answer(), OnAbort = (_, _) => Answer() };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", twice));
        for (var i = 1; i <= 3; i++)
        {
            await server.EditAsync(Edits.Set("1", $"{i}"));
            server.Value("1").ShouldBe($"{i}");
        }

        foreach (var answer in answers) await answer.SecondAnswer;
        _heard.ShouldBe(["twice prepare 1", "twice commit 1", "twice prepare 2", "twice commit 2", "twice prepare 3", "twice commit 3"]);
        server.Running.Sequence.ShouldBe(3);

        ValueTask Answer()
        {
            var answer = new TwoAnswers();
            answers.Add(answer);
            return new ValueTask(answer, 0);
        }
    }

    [Fact]
    public async Task One_that_hangs_in_prepare_costs_its_time_out()
    {
        var time = new FakeTime();
        var never = new TaskCompletionSource();
        var hanging = new RecordingParticipant { OnPrepare = (_, _) => new ValueTask(never.Task) };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", hanging), time: time);
        var edit = server.EditAsync(Edits.Set("1", "one"));
        await time.Waiting;
        edit.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(31));
        (await Refused.OneAsync(() => edit)).Message!.ShouldContain("30 s");

        hanging.OnPrepare = (_, _) => default;
        await server.EditAsync(Edits.Set("1", "two"));
        server.Value("1").ShouldBe("two");
    }

    [Fact]
    public async Task One_that_prepares_too_late_hears_abort_again()
    {
        var time = new FakeTime();
        var late = new TaskCompletionSource();
        var participant = new RecordingParticipant("a", _heard) { OnPrepare = (_, _) => new ValueTask(late.Task) };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", participant), time: time);
        var prepared = participant.NextPrepare();
        var edit = server.EditAsync(Edits.Set("1", "one"));
        await prepared;
        await time.Waiting;
        time.Advance(TimeSpan.FromSeconds(31));
        await Refused.OneAsync(() => edit);
        var again = participant.NextAbort();
        late.SetResult();
        await again;
        _heard.ShouldBe(["a prepare 1", "a abort 1", "a abort 1"]);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    [InlineData("answers twice")]
    public async Task In_abort_too_one_that_misbehaves_costs_no_more_than_its_time_out(string how)
    {
        var time = new FakeTime();
        var never = new TaskCompletionSource();
        var bad = new RecordingParticipant("bad", _heard)
        {
            OnAbort = (_, _) => how switch
            {
                "throws" => throw new InvalidOperationException("secret"),
                "hangs" => new ValueTask(never.Task),
                _ => new ValueTask(new TwoAnswers(), 0),
            },
        };
        var veto = new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Message = "no" };
        var last = new RecordingParticipant("last", _heard) { OnPrepare = (_, _) => throw new RpcErrorException(veto) };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", bad, last), time: time);
        var aborted = bad.NextAbort();
        var edit = server.EditAsync(Edits.Set("1", "one"));
        await aborted;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!edit.IsCompleted)
        {
            if (how == "hangs") time.Advance(TimeSpan.FromSeconds(31));
            await Task.Delay(1, limit.Token);
        }

        (await Refused.OneAsync(() => edit)).ShouldBeSameAs(veto);
        last.OnPrepare = (_, _) => default;
        await server.EditAsync(Edits.Set("1", "two"));
        server.Value("1").ShouldBe("two");
        _heard.ShouldBe(["bad prepare 1", "last prepare 1", "bad abort 1", "bad prepare 1", "last prepare 1", "bad commit 1", "last commit 1"]);
    }

    [Fact]
    public async Task One_that_blocks_its_thread_in_commit_holds_up_only_those_it_concerns()
    {
        var time = new FakeTime();
        using var blocked = new ManualResetEventSlim();
        var participant = new RecordingParticipant { OnCommit = (_, _) => { blocked.Wait(CancellationToken.None); return default; } };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", participant), time: time);
        var edit = server.EditAsync(Edits.Set("1", "one"));
        await time.Waiting;
        await server.EditAsync(Edits.Set(Edits.Root.Child("t:other").Child("note"), "elsewhere"));
        edit.IsCompleted.ShouldBeFalse();
        var next = server.EditAsync(Edits.Set("2", "two"));
        participant.OnCommit = (_, _) => default;
        blocked.Set();
        await edit;
        await next;
        server.Value("2").ShouldBe("two");
    }

    [Fact]
    public async Task When_the_journal_fails_those_prepared_hear_abort()
    {
        var journal = new TestJournal { OnAppend = _ => throw new JournalException("full", isOutOfResources: true) };
        await using var server = await TestServer.StartAsync(journal, RecordingParticipant.At("t:x", new RecordingParticipant("a", _heard)));
        await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "one")));
        _heard.ShouldBe(["a prepare 1", "a abort 1"]);
    }

    [Fact]
    public async Task The_change_names_what_changes_and_who_asked()
    {
        var participant = new RecordingParticipant();
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", participant));
        var heard = participant.NextCommit();
        await server.EditAsync(server.Bob, Edits.Set("1", "one"));
        var change = await heard;
        change.Session.ShouldBe(server.Bob);
        change.Diff.Changes.ShouldHaveSingleItem().Node.Path.ToString().ShouldBe("/t:x/y[a='1']");
    }

    [Fact]
    public async Task Many_concurrent_changes_are_heard_one_by_one_in_order()
    {
        var participant = new RecordingParticipant("p", _heard);
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", participant));
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => server.EditAsync(Edits.Set($"{i}", "v")))));
        _heard.ShouldBe(Enumerable.Range(1, 20).SelectMany(i => new[] { $"p prepare {i}", $"p commit {i}" }));
    }

    [Fact]
    public async Task The_start_up_configuration_is_told_to_participants_who_can_not_veto_it()
    {
        var participant = new RecordingParticipant("p", _heard);
        var heard = participant.NextCommit();
        var options = new DatastoreOptions { Startup = Edits.Tree((Edits.Leaf("1", "b"), "one")) };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", participant), options: options);
        (await heard).Session.ShouldBeNull();
        server.Value("1").ShouldBe("one");
        _heard.ShouldBe(["p commit 1"]);
    }

    /// <summary>Says twice that it is done, the second time with a failure: what a task source that is written by hand may do.</summary>
    private sealed class TwoAnswers : IValueTaskSource
    {
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile int _given;

        public Task SecondAnswer => _second.Task;

        public ValueTaskSourceStatus GetStatus(short token) => _given switch { 0 => ValueTaskSourceStatus.Pending, 1 => ValueTaskSourceStatus.Succeeded, _ => ValueTaskSourceStatus.Faulted };

        public void GetResult(short token)
        {
            if (_given > 1) throw new InvalidOperationException("second thoughts");
        }

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => ThreadPool.QueueUserWorkItem(_ =>
        {
            for (_given = 1; _given <= 2; _given++)
            {
                try
                {
                    continuation(state);
                }
                catch (Exception)
                {
                    // Whoever awaited it doesn't want to hear more.
                }
            }

            _second.SetResult();
        });
    }
}
