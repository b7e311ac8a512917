using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Store;

/// <summary>Which datastores there are, and the distinct startup (RFC 6241 §8.2, §8.3, §8.7).</summary>
public sealed class StartupTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task A_restart_begins_with_what_was_saved_to_startup()
    {
        await using (var server = await StartAsync())
        {
            await server.EditAsync(Edits.Set("1", "saved"));
            await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None);
            await server.EditAsync(Edits.Set("1", "not saved"), Edits.Set("2", "not saved"));
            server.Value("1", Datastore.Startup).ShouldBe("saved");
        }

        await using var again = await StartAsync();
        again.Value("1").ShouldBe("saved");
        again.Value("2").ShouldBeNull();
        again.Running.Sequence.ShouldBeGreaterThan(2, "versions go on: the same one never stands for two contents");
    }

    [Fact]
    public async Task A_crash_leaves_what_was_saved_and_participants_hear_what_a_restart_took_back()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Edits.Set("1", "saved"));
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None);
        await server.EditAsync(Edits.Set("1", "not saved"));
        using var crashed = _directory.Copy();
        var participant = new RecordingParticipant();
        var heard = participant.NextCommit();
        await using var again = await TestServer.StartAsync(
            plugins: RecordingParticipant.At("t:x/y", participant), options: new DatastoreOptions { DataDirectory = crashed.Path, Datastores = new() { Startup = StartupMode.On } });
        again.Value("1").ShouldBe("saved");
        (await heard).ShouldNotBeNull();
    }

    [Fact]
    public async Task Startup_begins_as_what_is_running_when_it_is_first_switched_on()
    {
        await using (var server = await StartAsync(StartupMode.Off)) await server.EditAsync(Edits.Set("1", "one"));
        await using (var server = await StartAsync())
        {
            server.Value("1").ShouldBe("one");
            server.Value("1", Datastore.Startup).ShouldBe("one");
            await server.EditAsync(Edits.Set("1", "not saved"));
        }

        await using var again = await StartAsync();
        again.Value("1").ShouldBe("one");
    }

    [Fact]
    public async Task A_deleted_startup_is_empty_and_the_next_start_begins_with_the_factorys()
    {
        var factory = Edits.Tree((Edits.Leaf("9", "b"), "factory"));
        await using (var server = await StartAsync(factory: factory))
        {
            await server.EditAsync(Edits.Set("1", "one"));
            await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None);
            await server.Operations.DeleteConfigAsync(server.Alice, Datastore.Startup, None);
            server.Read(Datastore.Startup).Tree.IsEmpty.ShouldBeTrue();
            server.Value("1").ShouldBe("one");
        }

        await using var again = await StartAsync(factory: factory);
        again.Value("1").ShouldBeNull();
        again.Value("9").ShouldBe("factory");
    }

    [Fact]
    public async Task Startup_takes_a_valid_configuration_only_and_gives_it_to_the_others()
    {
        await using var server = await StartAsync();
        var invalid = Edits.Tree((Edits.Leaf("1", "sees"), "2"));
        (await Refused.AllAsync(() => server.Operations.CopyConfigAsync(server.Alice, invalid, Datastore.Startup, None))).ShouldNotBeEmpty();
        server.Read(Datastore.Startup).Tree.IsEmpty.ShouldBeTrue();
        await server.Operations.CopyConfigAsync(server.Alice, Edits.Tree((Edits.Leaf("1", "b"), "one")), Datastore.Startup, None);
        await server.Operations.ValidateAsync(server.Alice, Datastore.Startup, None);
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.Startup, Datastore.Candidate, None);
        server.Value("1", Datastore.Candidate).ShouldBe("one");
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.Startup, Datastore.Running, None);
        server.Value("1").ShouldBe("one");
    }

    [Fact]
    public async Task A_locked_startup_is_written_by_its_holder_only_also_when_an_edit_would_save_it()
    {
        await using var server = await StartAsync();
        server.Operations.Lock(server.Alice, Datastore.Startup);
        Func<Task>[] attempts =
        [
            () => server.Operations.CopyConfigAsync(server.Bob, Datastore.Running, Datastore.Startup, None),
            () => server.Operations.DeleteConfigAsync(server.Bob, Datastore.Startup, None),
            () => server.Operations.ApplyAsync(server.Bob, [Edits.Set("1", "one")], new EditOptions(), None),
        ];
        foreach (var attempt in attempts) (await Refused.OneAsync(attempt)).Tag.ShouldBe(ErrorTag.InUse);
        await server.EditAsync(server.Bob, Edits.Set("1", "one"));
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None);
        server.Value("1", Datastore.Startup).ShouldBe("one");
    }

    [Fact]
    public async Task Copying_to_startup_needs_no_lock_on_running()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        server.Operations.Lock(server.Bob, Datastore.Running);
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None);
        server.Value("1", Datastore.Startup).ShouldBe("one");
    }

    [Fact]
    public async Task A_snapshot_keeps_startup_too()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var server = await StartAsync();
            if (i == 0)
            {
                await server.Operations.ApplyAsync(server.Alice, [Edits.Set("1", "saved")], new EditOptions(), None);
                await server.EditAsync(Edits.Set("1", "not saved"));
            }

            server.Value("1", Datastore.Startup).ShouldBe("saved");
        }
    }

    [Fact]
    public async Task A_mirrored_startup_is_running_and_is_not_written_otherwise()
    {
        await using (var server = await StartAsync(StartupMode.Mirrored))
        {
            await server.EditAsync(Edits.Set("1", "one"));
            server.Value("1", Datastore.Startup).ShouldBe("one");
            await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None);
            Func<Task>[] attempts =
            [
                () => server.Operations.DeleteConfigAsync(server.Alice, Datastore.Startup, None),
                () => server.Operations.CopyConfigAsync(server.Alice, Edits.Tree(), Datastore.Startup, None),
            ];
            foreach (var attempt in attempts) (await Refused.OneAsync(attempt)).Tag.ShouldBe(ErrorTag.OperationNotSupported);
        }

        await using var again = await StartAsync(StartupMode.Mirrored);
        again.Value("1").ShouldBe("one");
    }

    [Theory]
    [InlineData(true, true, StartupMode.Off)]
    [InlineData(true, true, StartupMode.On)]
    [InlineData(true, true, StartupMode.Mirrored)]
    [InlineData(true, false, StartupMode.Off)]
    [InlineData(true, false, StartupMode.On)]
    [InlineData(true, false, StartupMode.Mirrored)]
    [InlineData(false, true, StartupMode.Off)]
    [InlineData(false, true, StartupMode.On)]
    [InlineData(false, true, StartupMode.Mirrored)]
    [InlineData(false, false, StartupMode.Off)]
    [InlineData(false, false, StartupMode.On)]
    [InlineData(false, false, StartupMode.Mirrored)]
    public async Task Every_combination_of_writable_running_candidate_and_startup_works(bool writable, bool candidate, StartupMode startup)
    {
        var switches = new DatastoreSwitches { WritableRunning = writable, Candidate = candidate, Startup = startup };
        await using var server = await TestServer.StartAsync(options: new DatastoreOptions { Datastores = switches });
        await CheckAsync(writable, () => server.EditAsync(Edits.Set("1", "direct")));
        await CheckAsync(writable, () => server.Operations.CopyConfigAsync(server.Alice, Edits.Tree((Edits.Leaf("1", "b"), "copied")), Datastore.Running, None));
        await CheckAsync(candidate, () => server.EditCandidateAsync(server.Alice, Edits.Set("2", "candidate")));
        await CheckAsync(candidate, () => server.CommitAsync(server.Alice));
        await CheckAsync(candidate, () => server.Operations.DiscardChangesAsync(server.Alice, None));
        await CheckAsync(candidate, () => server.Operations.ValidateAsync(server.Alice, Datastore.Candidate, None));
        await CheckAsync(candidate, () => Task.Run(() => server.Operations.Lock(server.Bob, Datastore.Candidate)));
        if (candidate) server.Operations.Unlock(server.Bob, Datastore.Candidate);
        await CheckAsync(startup != StartupMode.Off, () => server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None));
        await CheckAsync(startup != StartupMode.Off, () => Task.Run(() => server.Operations.Lock(server.Bob, Datastore.Startup)));
        if (startup != StartupMode.Off) server.Operations.Unlock(server.Bob, Datastore.Startup);
        await CheckAsync(writable || candidate, () => server.Operations.ApplyAsync(server.Alice, [Edits.Set("3", "applied")], new EditOptions(), None));
        server.Value("1").ShouldBe(writable ? "copied" : null);
        server.Value("2").ShouldBe(candidate ? "candidate" : null);
        await CheckAsync(startup != StartupMode.Off, () => server.Operations.ReadAsync(server.Alice, new ReadRequest(Datastore.Startup), None).AsTask());
        if (startup != StartupMode.Off) server.Value("3", Datastore.Startup).ShouldBe(writable || candidate ? "applied" : null);
        if (startup == StartupMode.Mirrored) server.Read(Datastore.Startup).Tree.ShouldBeSameAs(server.Running.Tree);

        static async Task CheckAsync(bool works, Func<Task> attempt)
        {
            if (works) await attempt();
            else (await Refused.OneAsync(attempt)).Tag.ShouldBe(ErrorTag.OperationNotSupported);
        }
    }

    [Fact]
    public async Task Without_writable_running_an_edit_commits_what_is_in_the_candidate_too()
    {
        await using var server = await TestServer.StartAsync(options: new DatastoreOptions { Datastores = new() { WritableRunning = false } });
        await server.EditCandidateAsync(server.Bob, Edits.Set("1", "bob's"));
        await server.Operations.ApplyAsync(server.Alice, [Edits.Set("2", "alice's")], new EditOptions(), None);
        server.Value("1").ShouldBe("bob's");
        server.Value("2").ShouldBe("alice's");
        server.Read(Datastore.Candidate).ShouldBeSameAs(server.Running);
        var error = await Refused.OneAsync(() => server.Operations.ApplyAsync(server.Alice, [Edits.Create("2", "again")], new EditOptions(), None));
        error.Tag.ShouldBe(ErrorTag.DataExists);
        server.Operations.Lock(server.Bob, Datastore.Candidate);
        (await Refused.OneAsync(() => server.Operations.ApplyAsync(server.Alice, [Edits.Set("2", "x")], new EditOptions(), None))).Tag.ShouldBe(ErrorTag.InUse);
    }

    public void Dispose() => _directory.Dispose();

    private Task<TestServer> StartAsync(StartupMode startup = StartupMode.On, DataTree? factory = null) => TestServer.StartAsync(
        options: new DatastoreOptions { DataDirectory = _directory.Path, Startup = factory, Datastores = new DatastoreSwitches { Startup = startup } });
}
