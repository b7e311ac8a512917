using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Store;

/// <summary>factory-default and factory-reset (RFC 8808).</summary>
public sealed class FactoryDefaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DatastoreOptions Options = new()
    {
        Startup = Edits.Tree((Edits.Leaf("9", "b"), "factory")), Datastores = new DatastoreSwitches { Startup = StartupMode.On },
    };

    [Fact]
    public async Task A_reset_makes_every_datastore_the_factorys()
    {
        await using var server = await TestServer.StartAsync(options: Options);
        await server.Operations.ApplyAsync(server.Alice, [Edits.Set("1", "one"), Edits.Set("9", "changed")], new EditOptions(), None);
        await server.EditCandidateAsync(server.Alice, Edits.Set("2", "two"));
        server.Value("9", Datastore.FactoryDefault).ShouldBe("factory");
        await server.Operations.FactoryResetAsync(server.Bob, None);
        foreach (var datastore in new[] { Datastore.Running, Datastore.Candidate, Datastore.Startup })
        {
            server.Value("9", datastore).ShouldBe("factory");
            server.Value("1", datastore).ShouldBeNull();
            server.Value("2", datastore).ShouldBeNull();
        }
    }

    [Fact]
    public async Task It_can_be_copied_from_and_not_changed()
    {
        await using var server = await TestServer.StartAsync(options: Options);
        await server.EditAsync(Edits.Set("9", "changed"));
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.FactoryDefault, Datastore.Running, None);
        server.Value("9").ShouldBe("factory");
        (await Refused.OneAsync(() => server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.FactoryDefault, None))).Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }

    [Fact]
    public async Task A_lock_refuses_the_reset_and_a_confirmed_commit_is_forgotten_with_it()
    {
        await using var server = await TestServer.StartAsync(options: Options);
        foreach (var datastore in new[] { Datastore.Running, Datastore.Candidate, Datastore.Startup })
        {
            server.Operations.Lock(server.Alice, datastore);
            (await Refused.OneAsync(() => server.Operations.FactoryResetAsync(server.Bob, None))).Tag.ShouldBe(ErrorTag.InUse);
            server.Operations.Unlock(server.Alice, datastore);
        }

        await server.EditCandidateAsync(server.Alice, Edits.Set("9", "unconfirmed"));
        await server.Operations.CommitAsync(server.Alice, new CommitOptions { Confirmed = new ConfirmedCommit() }, None);
        await server.Operations.FactoryResetAsync(server.Bob, None);
        (await Refused.OneAsync(() => server.Operations.CancelCommitAsync(server.Alice, null, None))).Tag.ShouldBe(ErrorTag.OperationFailed);
        server.Value("9").ShouldBe("factory");
    }
}
