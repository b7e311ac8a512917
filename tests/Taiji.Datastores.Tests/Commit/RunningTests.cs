using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Commit;

public sealed class RunningTests
{
    [Fact]
    public async Task An_edit_makes_the_next_sequence()
    {
        await using var server = await TestServer.StartAsync();
        var result = await server.EditAsync(Edits.Set("1", "one"));
        result.Before.Sequence.ShouldBe(0);
        result.After.Sequence.ShouldBe(1);
        server.Running.ShouldBeSameAs(result.After);
        server.Value("1").ShouldBe("one");
        result.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_gives_the_same_snapshot_and_journals_nothing()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        var first = await server.EditAsync(Edits.Set("1", "one"));
        var second = await server.EditAsync(Edits.Set("1", "one"));
        second.After.ShouldBeSameAs(first.After);
        second.Before.ShouldBeSameAs(first.After);
        journal.Records.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_edit_changes_nothing()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        var error = await Refused.OneAsync(() => server.EditAsync(Edits.Set("2", "two"), Edits.Create("1", "again")));
        error.Tag.ShouldBe(ErrorTag.DataExists);
        server.Value("2").ShouldBeNull();
        server.Running.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_on_error_keeps_what_came_before_the_error()
    {
        await using var server = await TestServer.StartAsync();
        var options = new EditOptions { ErrorOption = ErrorOption.StopOnError };
        var error = await Refused.OneAsync(() => server.EditAsync(server.Alice, options, Edits.Set("1", "one"), Edits.Delete("7"), Edits.Set("2", "two")));
        error.Tag.ShouldBe(ErrorTag.DataMissing);
        server.Value("1").ShouldBe("one");
        server.Value("2").ShouldBeNull();
    }

    [Fact]
    public async Task Continue_on_error_applies_the_rest_and_reports_every_error()
    {
        await using var server = await TestServer.StartAsync();
        var options = new EditOptions { ErrorOption = ErrorOption.ContinueOnError };
        var result = await server.EditAsync(server.Alice, options, Edits.Delete("7"), Edits.Set("1", "one"), Edits.Delete("8"), Edits.Set("2", "two"));
        result.Warnings.Select(e => e.Tag).ShouldBe([ErrorTag.DataMissing, ErrorTag.DataMissing]);
        result.Warnings.ShouldAllBe(e => e.Severity == ErrorSeverity.Error);
        server.Value("1").ShouldBe("one");
        server.Value("2").ShouldBe("two");
    }

    [Fact]
    public async Task Test_only_changes_nothing_and_still_tells_errors()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        var options = new EditOptions { TestOption = TestOption.TestOnly };
        var result = await server.EditAsync(server.Alice, options, Edits.Set("1", "one"));
        result.After.ShouldBeSameAs(result.Before);
        server.Value("1").ShouldBeNull();
        (await Refused.OneAsync(() => server.EditAsync(server.Alice, options, Edits.Delete("1")))).Tag.ShouldBe(ErrorTag.DataMissing);
        journal.Records.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Datastore.Startup)]
    [InlineData(Datastore.Intended)]
    [InlineData(Datastore.Operational)]
    public async Task Only_running_and_candidate_can_be_edited(Datastore datastore)
    {
        await using var server = await TestServer.StartAsync();
        var error = await Refused.OneAsync(() =>
            server.Operations.EditAsync(server.Alice, datastore, [Edits.Set("1", "one")], new EditOptions(), CancellationToken.None));
        error.Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }

    [Fact]
    public async Task A_precondition_sees_the_content_at_the_moment_of_the_edit()
    {
        await using var server = await TestServer.StartAsync();
        var read = await server.EditAsync(Edits.Set("1", "one"));
        await server.EditAsync(server.Bob, Edits.Set("1", "two"));
        var refusal = new RpcError { Type = ErrorType.Protocol, Tag = ErrorTag.OperationFailed, Message = "changed" };
        var options = new EditOptions { Precondition = now => now.Sequence == read.After.Sequence ? null : refusal };
        (await Refused.OneAsync(() => server.EditAsync(server.Alice, options, Edits.Set("1", "three")))).ShouldBeSameAs(refusal);
        server.Value("1").ShouldBe("two");
    }

    [Fact]
    public async Task Of_many_edits_with_one_precondition_exactly_one_wins()
    {
        await using var server = await TestServer.StartAsync(new TestJournal());
        var start = server.Running.Sequence;
        var lost = new RpcError { Type = ErrorType.Protocol, Tag = ErrorTag.OperationFailed, Message = "too late" };
        var options = new EditOptions { Precondition = now => now.Sequence == start ? null : lost };
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            try
            {
                await server.EditAsync(server.Alice, options, Edits.Set("1", $"{i}"));
                return true;
            }
            catch (RpcErrorException)
            {
                return false;
            }
        })));
        results.Count(won => won).ShouldBe(1);
        server.Running.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Reading_never_waits_for_a_writer()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        await server.EditAsync(Edits.Set("1", "one"));
        using var hold = journal.Hold();
        var write = Task.Run(() => server.EditAsync(Edits.Set("1", "two")));
        await hold.Reached;
        server.Value("1").ShouldBe("one");
        hold.Release();
        await write;
        server.Value("1").ShouldBe("two");
    }

    [Fact]
    public async Task A_session_that_has_ended_can_change_nothing()
    {
        await using var server = await TestServer.StartAsync();
        server.Alice.Dispose();
        (await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "one")))).Tag.ShouldBe(ErrorTag.OperationFailed);
        server.Value("1").ShouldBeNull();
    }

    [Fact]
    public async Task An_edit_that_was_given_up_before_its_turn_is_not_made()
    {
        await using var server = await TestServer.StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() =>
            server.Operations.EditAsync(server.Alice, Datastore.Running, [Edits.Set("1", "one")], new EditOptions(), cancelled.Token));
        server.Value("1").ShouldBeNull();
    }
}
