using System.Text.Json.Nodes;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Datastores.Transactions;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Tests.Attributes;

/// <summary>Attributes of nodes (metadata, RFC 7952): kept beside the tree, and part of all that happens to it.</summary>
public sealed class AttributeTests : IDisposable
{
    private const string Comment = "taiji-attributes:annotation", Tags = "taiji-attributes:tags";

    private static readonly DataPath One = Edits.Entry("1"), Leaf = Edits.Leaf("1", "b"), Note = Edits.Root.Child("t:other").Child("note");

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_commit_keeps_them_and_changes_nothing_else()
    {
        await using var server = await StartAsync();
        var before = server.Running;
        var result = await server.EditAsync(Annotate(Leaf, Comment, "why"), Annotate(Leaf, Tags, "a b"));
        result.After.Sequence.ShouldBe(before.Sequence + 1);
        All(server).ShouldBe([("/t:x/y[a='1']/b", Comment, "why"), ("/t:x/y[a='1']/b", Tags, "a b")]);
        var diff = new DataDiff(before.Tree, server.Running.Tree);
        diff.Changes.ShouldBeEmpty();
        diff.IsEmpty.ShouldBeFalse();
        await server.EditAsync(Annotate(Leaf, Comment, null));
        All(server).ShouldBe([("/t:x/y[a='1']/b", Tags, "a b")]);
        (await server.EditAsync(Annotate(Leaf, Tags, "a b"))).After.Sequence.ShouldBe(before.Sequence + 2);
    }

    [Fact]
    public async Task What_is_not_there_has_none()
    {
        await using var server = await StartAsync();
        (await Refused.OneAsync(() => server.EditAsync(Annotate(Edits.Entry("9"), Comment, "x")))).Tag.ShouldBe(ErrorTag.DataMissing);
        (await Refused.OneAsync(() => server.EditAsync(Annotate(Edits.Root, Comment, "x")))).Tag.ShouldBe(ErrorTag.OperationNotSupported);
        (await Refused.OneAsync(() => server.EditAsync(Annotate(Edits.X.Child("y"), Comment, "x")))).Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }

    [Fact]
    public async Task They_go_with_their_node_whatever_takes_it()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Annotate(One, Comment, "entry"), Annotate(Leaf, Comment, "leaf"), Annotate(Edits.Entry("2"), Comment, "two"), Annotate(Note, Comment, "note"), Annotate(Note.Parent, Tags, "t"));
        await server.EditAsync(new Edit(EditOperation.Remove, Leaf));
        All(server).Select(a => a.Path).ShouldBe(["/t:other", "/t:other/note", "/t:x/y[a='1']", "/t:x/y[a='2']"], ignoreOrder: true);
        await server.EditAsync(new Edit(EditOperation.Delete, Edits.X.Child("y")));
        All(server).Select(a => a.Path).ShouldBe(["/t:other", "/t:other/note"], ignoreOrder: true);
        await server.EditAsync(new Edit(EditOperation.Replace, Edits.Root, Edits.Tree((Leaf, "x"))));
        All(server).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_containers_go_with_the_last_node_in_it()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Annotate(Edits.X, Comment, "all"));
        await server.EditAsync(Edits.Delete("1"));
        All(server).ShouldHaveSingleItem();
        await server.EditAsync(Edits.Delete("2"));
        All(server).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_when_takes_away_takes_its_own_along()
    {
        await using var server = await StartAsync();
        var fast = Edits.Leaf("1", "fast");
        await server.EditAsync(Edits.Set(Edits.Leaf("1", "kind"), "fast"), Edits.Set(fast, "5"), Annotate(fast, Comment, "quick"));
        All(server).ShouldHaveSingleItem();
        await server.EditAsync(Edits.Set(Edits.Leaf("1", "kind"), "slow"));
        All(server).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_value_set_anew_keeps_them_and_a_node_made_anew_has_none()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Annotate(Leaf, Comment, "why"), Annotate(One, Comment, "one"));
        await server.EditAsync(new Edit(EditOperation.Replace, Leaf, Edits.Tree((Leaf, "other"))), Edits.Set("1", "third"));
        All(server).Count.ShouldBe(2);
        await server.EditAsync(Edits.Delete("1"), Edits.Create("1", "again"));
        All(server).ShouldBeEmpty();
    }

    [Fact]
    public async Task They_survive_a_crash_a_stop_and_a_distinct_startup()
    {
        var options = new DatastoreOptions { DataDirectory = _directory.Path, Datastores = new DatastoreSwitches { Startup = StartupMode.On } };
        (string, string, string)[] expected = [("/t:x/y[a='1']/b", Comment, "it's \"why\"\n"), ("/t:x/y[a='2']", Tags, "a b")];
        await using (var server = await TestServer.StartAsync(options: options))
        {
            await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
            await server.EditAsync(Annotate(Leaf, Comment, "it's \"why\"\n"), Annotate(Edits.Entry("2"), Tags, "a b"));
            await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, CancellationToken.None);
            using var crashed = _directory.Copy();
            await using var replayed = await TestServer.StartAsync(options: options with { DataDirectory = crashed.Path });
            All(replayed).ShouldBe(expected);
            // Startup is no longer what running is.
            await server.EditAsync(Annotate(One, Comment, "not saved"));
        }

        for (var i = 0; i < 2; i++)
        {
            await using var again = await TestServer.StartAsync(options: options);
            All(again).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_first_configuration_a_rollback_and_a_confirmed_commit_have_them_too()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Annotate(Leaf, Comment, "why"));
        await server.EditAsync(Edits.Delete("1"));
        All(server).ShouldBeEmpty();
        var edits = server.Operations.RollbackEdits(new RollbackSelection(server.Running.Sequence));
        await server.EditAsync([.. edits]);
        All(server).ShouldBe([("/t:x/y[a='1']/b", Comment, "why")]);

        await server.EditCandidateAsync(server.Alice, Annotate(Leaf, Comment, "because"));
        All(server).ShouldBe([("/t:x/y[a='1']/b", Comment, "why")]);
        await server.Operations.CommitAsync(server.Alice, new CommitOptions { Confirmed = new ConfirmedCommit { Timeout = TimeSpan.FromMinutes(10) } }, CancellationToken.None);
        All(server).ShouldBe([("/t:x/y[a='1']/b", Comment, "because")]);
        await server.Operations.CancelCommitAsync(server.Alice, null, CancellationToken.None);
        All(server).ShouldBe([("/t:x/y[a='1']/b", Comment, "why")]);
    }

    [Fact]
    public async Task A_rollback_alone_goes_on_where_the_annotated_node_is_gone_since()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Annotate(Leaf, Comment, "one"), Edits.Set("2", "zwei"));
        var annotating = server.Running.Sequence;
        await server.EditAsync(Edits.Delete("1"));
        await server.EditAsync([.. server.Operations.RollbackEdits(new RollbackSelection(annotating) { IsAlone = true })]);
        server.Value("2").ShouldBe("two");
    }

    [Fact]
    public async Task A_rollback_of_a_subtree_takes_only_its_own_back()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Annotate(Leaf, Comment, "one"), Annotate(Edits.Leaf("2", "b"), Comment, "two"), Annotate(Edits.X, Comment, "all"));
        await server.EditAsync([.. server.Operations.RollbackEdits(new RollbackSelection(server.Running.Sequence) { Subtree = One })]);
        All(server).Select(a => a.Path).ShouldBe(["/t:x", "/t:x/y[a='2']/b"]);
    }

    [Fact]
    public async Task An_aborted_transaction_leaves_none_and_others_attributes_conflict()
    {
        await using var server = await StartAsync();
        var aborted = server.Operations.Begin(server.Alice);
        aborted.Edit(Annotate(Leaf, Comment, "mine"));
        aborted.Changes.IsEmpty.ShouldBeFalse();
        aborted.Abort();
        All(server).ShouldBeEmpty();

        var mine = server.Operations.Begin(server.Alice);
        mine.Edit(Annotate(Leaf, Comment, "mine"));
        await server.EditAsync(server.Bob, Edits.Set("1", "value"), Annotate(Leaf, Tags, "bobs"));
        mine.Conflicts().ShouldBeEmpty();
        await server.EditAsync(server.Bob, Annotate(Leaf, Comment, "his"));
        var conflict = mine.Conflicts().ShouldHaveSingleItem();
        conflict.Path.ShouldBe("/t:x/y[a='1']/b");
        conflict.Message!.ShouldContain("bob");
        (await Refused.OneAsync(() => mine.CommitAsync(null, CancellationToken.None))).AppTag.ShouldBe("conflict");
        mine.Rebase(ConflictResolution.Ignore);
        await mine.CommitAsync(null, CancellationToken.None);
        All(server).ShouldBe([("/t:x/y[a='1']/b", Comment, "mine"), ("/t:x/y[a='1']/b", Tags, "bobs")]);
    }

    [Fact]
    public async Task An_overwritten_transaction_takes_the_others_side()
    {
        await using var server = await StartAsync();
        var mine = server.Operations.Begin(server.Alice);
        mine.Edit(Annotate(Leaf, Comment, "mine"), Annotate(One, Comment, "entry"));
        await server.EditAsync(server.Bob, Annotate(Leaf, Comment, "his"));
        mine.Rebase(ConflictResolution.Overwrite);
        await mine.CommitAsync(null, CancellationToken.None);
        All(server).ShouldBe([("/t:x/y[a='1']", Comment, "entry"), ("/t:x/y[a='1']/b", Comment, "his")]);
    }

    [Fact]
    public async Task To_annotate_a_node_that_somebody_deleted_is_a_conflict()
    {
        await using var server = await StartAsync();
        var mine = server.Operations.Begin(server.Alice);
        mine.Edit(Annotate(Leaf, Comment, "mine"));
        await server.EditAsync(server.Bob, Edits.Delete("1"));
        mine.Conflicts().ShouldHaveSingleItem().Path.ShouldBe("/t:x/y[a='1']/b");
    }

    [Fact]
    public async Task Other_modules_keep_those_of_the_nodes_they_keep()
    {
        var later = TestModule.Compile(TestModule.Text.Replace("leaf b { type string; }", "leaf b { type string; } leaf later { type string; }", StringComparison.Ordinal)
            .Replace("leaf note { type string; }", "", StringComparison.Ordinal));
        await using (var server = await TestServer.StartAsync(_directory.Path))
        {
            await server.EditAsync(Edits.Set("1", "one"), new Edit(EditOperation.Create, Note.Parent, Presence()));
            await server.EditAsync(Annotate(Leaf, Comment, "why"), Annotate(Note.Parent, Tags, "t"));
        }

        for (var i = 0; i < 2; i++)
        {
            await using var again = await TestServer.StartAsync(_directory.Path, later);
            All(again, later).ShouldBe([("/t:other", Tags, "t"), ("/t:x/y[a='1']/b", Comment, "why")]);
        }
    }

    [Fact]
    public async Task Partial_locks_and_the_audit_trail_know_of_them()
    {
        await using var server = await StartAsync();
        var records = new List<Datastores.Auditing.AuditRecord>();
        server.Engine.Audit.Recorded += records.AddRange;
        await server.EditAsync(Annotate(Leaf, Comment, "why"));
        var edit = records.Single(r => r.Action == "commit").Edits.ShouldHaveSingleItem();
        (edit.Operation, edit.Path, edit.Value).ShouldBe(("annotate", "/t:x/y[a='1']/b/@taiji-attributes:annotation", "why"));
        server.Operations.PartialLock(server.Bob, ["/t:x/y[a='1']"], _ => [One]);
        (await Refused.OneAsync(() => server.EditAsync(Annotate(Leaf, Comment, "because")))).AppTag.ShouldBe("locked");
    }

    [Fact]
    public async Task Written_differences_show_them()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Annotate(Leaf, Comment, "why so"), Annotate(Edits.Entry("2"), Tags, "a"));
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Annotate(Leaf, Comment, "because"), Annotate(Edits.Entry("2"), Tags, null), Edits.Create("3", "three"), Annotate(Edits.Leaf("3", "b"), Comment, "new"));
        transaction.DryRun(DiffFormat.Cli).ShouldBe("""
             x {
            +    y 3 {
            +        b three;
            +        annotate b taiji-attributes:annotation new;
            +    }
                 y 1 {
            -        annotate b taiji-attributes:annotation "why so";
            +        annotate b taiji-attributes:annotation because;
                 }
            -    annotate y 2 taiji-attributes:tags a;
             }

            """);
        transaction.DryRun(DiffFormat.Curly).ShouldBe("""
            x {
                y 3 {
                    b three;
                    annotate b taiji-attributes:annotation new;
                }
                y 1 {
                    annotate b taiji-attributes:annotation because;
                }
                delete: annotate y 2 taiji-attributes:tags;
            }

            """);
        transaction.DryRun(DiffFormat.SetCommands).ShouldBe("""
            set x y 3 b three
            annotate x y 3 b taiji-attributes:annotation new
            annotate x y 1 b taiji-attributes:annotation because
            annotate x y 2 taiji-attributes:tags ""

            """);
        transaction.DryRun(DiffFormat.Json).ShouldContain("""{"op":"annotate","target":"/t:x/y[a='2']","attributes":{"taiji-attributes:tags":null}}""");
    }

    [Fact]
    public void A_difference_comes_back_from_its_text()
    {
        var before = Edits.Tree((Leaf, "x"), (Edits.Leaf("2", "b"), "y"));
        var editor = before.Edit();
        editor.SetAttribute(Leaf, Comment, "ü\"\\\n");
        editor.SetAttribute(Leaf, Tags, "a");
        editor.SetAttribute(Edits.Entry("3"), Tags, "never made");
        var after = editor.Seal();
        Walk(after).Count.ShouldBe(2);
        Replay(before, after).ShouldBe(Walk(after));
        Replay(after, before).ShouldBeEmpty();
    }

    private static List<(string Path, string Name, string Value)> Replay(DataTree from, DataTree to)
    {
        var editor = from.Edit();
        foreach (var edit in DiffDecoder.Decode(from.Schema, DiffEncoder.Encode(new DataDiff(from, to)))) editor.Apply(edit).ShouldBeNull();
        return Walk(editor.Seal());
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"), Edits.Set(Note, "n"));
        return server;
    }

    private static DataTree Presence()
    {
        var editor = DataTree.Empty(TestModule.Schema).Edit();
        editor.Create(Note.Parent);
        return editor.Seal();
    }

    private static Edit Annotate(DataPath path, string name, string? value) => new(EditOperation.None, path) { Attributes = new Dictionary<string, string?> { [name] = value } };

    private static List<(string Path, string Name, string Value)> All(TestServer server, Taiji.Yang.Schema.YangSchema? schema = null) => Walk(server.Running.Tree);

    private static List<(string Path, string Name, string Value)> Walk(DataTree tree) =>
        [.. tree.AttributesBelow(new DataPath(tree.Schema)).SelectMany(n => n.Attributes.Select(a => (n.Path.ToString(), a.Key, a.Value)))];
}
