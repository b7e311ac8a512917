using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Store;

public sealed class CandidateTests
{
    [Fact]
    public async Task An_unmodified_candidate_is_what_running_is()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        server.Read(Datastore.Candidate).ShouldBeSameAs(server.Running);
    }

    [Fact]
    public async Task Edits_of_the_candidate_show_in_running_at_commit()
    {
        await using var server = await TestServer.StartAsync();
        var edit = await server.EditCandidateAsync(server.Alice, Edits.Set("1", "one"));
        edit.After.Tree.TextAt(Edits.Leaf("1", "b")).ShouldBe("one");
        server.Value("1").ShouldBeNull();
        server.Value("1", Datastore.Candidate).ShouldBe("one");
        var commit = await server.CommitAsync(server.Bob);
        commit.After.Sequence.ShouldBe(1);
        server.Value("1").ShouldBe("one");
        server.Read(Datastore.Candidate).ShouldBeSameAs(server.Running);
    }

    [Fact]
    public async Task A_commit_keeps_what_others_changed_meanwhile()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
        await server.EditCandidateAsync(server.Alice, Edits.Set("1", "mine"));
        await server.EditAsync(server.Bob, Edits.Set("2", "his"), Edits.Set("3", "new"));
        await server.CommitAsync(server.Alice);
        server.Value("1").ShouldBe("mine");
        server.Value("2").ShouldBe("his");
        server.Value("3").ShouldBe("new");
    }

    [Fact]
    public async Task A_commit_whose_edit_applies_no_longer_names_the_path_and_changes_nothing()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditCandidateAsync(server.Alice, Edits.Set("2", "two"), Edits.Create("1", "mine"));
        await server.EditAsync(server.Bob, Edits.Set("1", "his"));
        var error = await Refused.OneAsync(() => server.CommitAsync(server.Alice));
        error.Tag.ShouldBe(ErrorTag.OperationFailed);
        error.Path.ShouldBe("/t:x/y[a='1']");
        server.Value("1").ShouldBe("his");
        server.Value("2").ShouldBeNull();
        server.Value("1", Datastore.Candidate).ShouldBe("mine");
        (await Refused.OneAsync(() => server.Operations.ValidateAsync(server.Alice, Datastore.Candidate, CancellationToken.None))).Path.ShouldBe("/t:x/y[a='1']");
    }

    [Fact]
    public async Task Discard_changes_reverts_to_running()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditCandidateAsync(server.Alice, Edits.Set("1", "one"));
        await server.Operations.DiscardChangesAsync(server.Bob, CancellationToken.None);
        server.Read(Datastore.Candidate).ShouldBeSameAs(server.Running);
        (await server.CommitAsync(server.Alice)).After.Sequence.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_edited_while_a_commit_is_on_its_way_stays_for_the_next()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        await server.EditCandidateAsync(server.Alice, Edits.Set("1", "one"));
        using var hold = journal.Hold();
        var commit = Task.Run(() => server.CommitAsync(server.Alice));
        await hold.Reached;
        await server.EditCandidateAsync(server.Bob, Edits.Set("2", "two"));
        hold.Release();
        await commit;
        server.Value("2").ShouldBeNull();
        server.Value("2", Datastore.Candidate).ShouldBe("two");
        server.Value("1", Datastore.Candidate).ShouldBe("one");
        await server.CommitAsync(server.Bob);
        server.Value("2").ShouldBe("two");
    }

    [Fact]
    public async Task A_refused_edit_of_the_candidate_leaves_it_as_it_was()
    {
        await using var server = await TestServer.StartAsync();
        var error = await Refused.OneAsync(() => server.EditCandidateAsync(server.Alice, Edits.Set("1", "one"), Edits.Delete("2")));
        error.Tag.ShouldBe(ErrorTag.DataMissing);
        server.Read(Datastore.Candidate).ShouldBeSameAs(server.Running);
    }

    [Fact]
    public async Task A_configuration_can_be_copied_between_running_and_candidate()
    {
        await using var server = await TestServer.StartAsync();
        var none = CancellationToken.None;
        await server.EditAsync(Edits.Set("1", "one"));
        await server.Operations.CopyConfigAsync(server.Alice, Edits.Tree((Edits.Leaf("2", "b"), "two")), Datastore.Candidate, none);
        server.Value("1", Datastore.Candidate).ShouldBeNull();
        server.Value("2", Datastore.Candidate).ShouldBe("two");
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.Candidate, Datastore.Running, none);
        server.Value("1").ShouldBeNull();
        server.Value("2").ShouldBe("two");
        server.Read(Datastore.Candidate).ShouldBeSameAs(server.Running);

        await server.EditCandidateAsync(server.Alice, Edits.Set("3", "three"));
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Candidate, none);
        server.Read(Datastore.Candidate).ShouldBeSameAs(server.Running);

        await server.Operations.CopyConfigAsync(server.Alice, Edits.Tree((Edits.Leaf("4", "b"), "four")), Datastore.Running, none);
        server.Value("2").ShouldBeNull();
        server.Value("4").ShouldBe("four");
    }

    [Fact]
    public async Task A_datastore_is_neither_copied_onto_itself_nor_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var none = CancellationToken.None;
        (await Refused.OneAsync(() => server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Running, none))).Tag.ShouldBe(ErrorTag.InvalidValue);
        (await Refused.OneAsync(() => server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, none))).Tag.ShouldBe(ErrorTag.OperationNotSupported);
        (await Refused.OneAsync(() => server.Operations.DeleteConfigAsync(server.Alice, Datastore.Running, none))).Tag.ShouldBe(ErrorTag.InvalidValue);
        (await Refused.OneAsync(() => server.Operations.DeleteConfigAsync(server.Alice, Datastore.Startup, none))).Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }
}
