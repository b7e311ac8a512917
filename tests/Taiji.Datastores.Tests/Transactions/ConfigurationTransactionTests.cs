using FsCheck;
using FsCheck.Fluent;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Transactions;

public sealed class ConfigurationTransactionTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task It_reads_its_own_writes_and_others_see_them_at_its_commit()
    {
        await using var server = await StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "mine"), Edits.Set("3", "three"));
        transaction.Read(Edits.Leaf("3", "b"), out var node).ShouldBeTrue();
        node.ValueText.ShouldBe("three");
        server.Value("3").ShouldBeNull();
        var result = await transaction.CommitAsync(new CommitOptions { Label = "l", Comment = "c" }, None);
        result.After.ShouldBeSameAs(server.Running);
        server.Value("1").ShouldBe("mine");
        var rollback = server.Operations.Rollbacks().First();
        (rollback.Label, rollback.Comment).ShouldBe(("l", "c"));
        Should.Throw<InvalidOperationException>(() => transaction.Edit(Edits.Set("1", "late")));
    }

    [Fact]
    public async Task It_keeps_seeing_what_was_running_when_it_began()
    {
        await using var server = await StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
        transaction.Content.TextAt(Edits.Leaf("1", "b")).ShouldBe("one");
    }

    [Fact]
    public async Task Two_that_do_not_touch_each_other_both_commit()
    {
        await using var server = await StartAsync();
        var (first, second) = (server.Operations.Begin(server.Alice), server.Operations.Begin(server.Bob));
        first.Edit(Edits.Set("1", "alice's"));
        second.Edit(Edits.Set("2", "bob's"));
        await second.CommitAsync(null, None);
        await first.CommitAsync(null, None);
        (server.Value("1"), server.Value("2")).ShouldBe(("alice's", "bob's"));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("read")]
    [InlineData("read above")]
    public async Task One_that_wrote_or_read_what_others_changed_is_refused_naming_node_user_and_time(string how)
    {
        await using var server = await StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        if (how == "write") transaction.Edit(Edits.Set("1", "alice's"));
        else transaction.Read(how == "read" ? Edits.Leaf("1", "b") : Edits.X, out _);
        transaction.Edit(Edits.Set("9", "nine"));
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
        var error = await Refused.OneAsync(() => transaction.CommitAsync(null, None));
        error.AppTag.ShouldBe("conflict");
        error.Path.ShouldBe(how == "read above" ? "/t:x" : "/t:x/y[a='1']/b");
        error.Message.ShouldNotBeNull().ShouldContain("User bob changed it at ");
        transaction.Validate().ShouldHaveSingleItem().AppTag.ShouldBe("conflict");
        server.Value("9").ShouldBeNull();
    }

    [Fact]
    public async Task A_read_of_nothing_conflicts_with_its_creation()
    {
        await using var server = await StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Read(Edits.Entry("7"), out _).ShouldBeFalse();
        transaction.Edit(Edits.Set("9", "there is no 7"));
        await server.EditAsync(server.Bob, Edits.Set("7", "seven"));
        (await Refused.OneAsync(() => transaction.CommitAsync(null, None))).AppTag.ShouldBe("conflict");
    }

    [Fact]
    public async Task An_inner_ones_commit_brings_edits_and_reads_and_its_abort_nothing()
    {
        await using var server = await StartAsync();
        var outer = server.Operations.Begin(server.Alice);
        outer.Edit(Edits.Set("3", "outer"));
        var aborted = outer.Begin();
        aborted.Edit(Edits.Set("4", "aborted"));
        aborted.Content.TextAt(Edits.Leaf("3", "b")).ShouldBe("outer");
        aborted.Abort();
        var inner = outer.Begin();
        inner.Edit(Edits.Set("5", "inner"));
        inner.Read(Edits.Leaf("1", "b"), out _);
        await inner.CommitAsync(null, None);
        server.Value("5").ShouldBeNull();
        outer.Content.TextAt(Edits.Leaf("5", "b")).ShouldBe("inner");
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
        (await Refused.OneAsync(() => outer.CommitAsync(null, None))).AppTag.ShouldBe("conflict");
        server.Value("4").ShouldBeNull();
    }

    [Fact]
    public async Task Validation_and_a_dry_run_tell_and_change_nothing()
    {
        await using var server = await StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "uno"), Edits.Delete("2"));
        transaction.Validate().ShouldBeEmpty();
        transaction.Preview().ShouldBe("""[{"op":"remove","target":"/t:x/y[a='2']"},{"op":"merge","value":{"t:x":{"y":[{"a":1,"b":"uno"}]}}}]""");
        transaction.Edit(Edits.Set(Edits.Leaf("1", "sees"), "2"));
        var errors = transaction.Validate();
        errors.ShouldNotBeEmpty();
        Should.Throw<RpcErrorException>(() => transaction.Preview()).Errors.Count.ShouldBe(errors.Count);
        (await Refused.AllAsync(() => transaction.CommitAsync(null, None))).Count.ShouldBe(errors.Count);
        server.Value("1").ShouldBe("one");
    }

    [Fact]
    public async Task What_was_made_and_unmade_again_touches_nothing()
    {
        await using var server = await StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "mine"));
        transaction.Edit(Edits.Set("1", "one"), Edits.Set("3", "three"));
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
        await transaction.CommitAsync(null, None);
        (server.Value("1"), server.Value("3")).ShouldBe(("bob's", "three"));
    }

    [Fact]
    public async Task A_lock_refuses_it_and_it_can_be_tried_again()
    {
        await using var server = await StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "mine"));
        server.Operations.Lock(server.Bob, Datastore.Running);
        (await Refused.OneAsync(() => transaction.CommitAsync(null, None))).Tag.ShouldBe(ErrorTag.InUse);
        server.Operations.Unlock(server.Bob, Datastore.Running);
        await transaction.CommitAsync(null, None);
        server.Value("1").ShouldBe("mine");
    }

    /// <summary>Counters that transactions read and write back one higher: nothing is lost only if every one saw what it was based on.</summary>
    [Fact]
    public void Transactions_are_serializable()
    {
        var plan = Gen.Choose(0, 2).ListOf(5).ListOf(4);
        Prop.ForAll(Arb.From(plan), writers => CountAsync([.. writers.Select(w => w.ToList())]).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    private static async Task CountAsync(List<List<int>> writers)
    {
        await using var server = await TestServer.StartAsync(new TestJournal());
        await Task.WhenAll(writers.Select(w => Task.Run(async () =>
        {
            foreach (var counter in w)
            {
                while (!await TryCountAsync(server, $"{counter}")) await Task.Yield();
            }
        })));
        for (var counter = 0; counter < 3; counter++)
            int.Parse(server.Value($"{counter}") ?? "0", null).ShouldBe(writers.Sum(w => w.Count(c => c == counter)));
    }

    private static async Task<bool> TryCountAsync(TestServer server, string counter)
    {
        var transaction = server.Operations.Begin(server.Alice);
        var value = transaction.Read(Edits.Leaf(counter, "b"), out var node) ? int.Parse(node.ValueText, null) : 0;
        transaction.Edit(Edits.Set(counter, $"{value + 1}"));
        try
        {
            await transaction.CommitAsync(null, None);
            return true;
        }
        catch (RpcErrorException e) when (e.Errors.All(x => x.AppTag == "conflict"))
        {
            return false;
        }
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
        return server;
    }
}
