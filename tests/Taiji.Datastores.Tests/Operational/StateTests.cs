using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Tests.Operational;

public sealed class StateTests
{
    private static readonly DataPath Up = Edits.Root.Child("t:state").Child("up");
    private static readonly DataPath In = Edits.Entry("1").Child("counters").Child("in");

    [Fact]
    public async Task State_is_grafted_onto_the_configuration()
    {
        await using var server = await StartAsync(
            ("t:state", new Provider((_, s) => s.SetText(Up, "42"))), ("t:x/y/counters", new Provider((_, s) => s.SetText(In, "7"))));
        await server.EditAsync(Edits.Set("1", "one"));
        var read = await ReadAsync(server, null);
        read.Tree.TextAt(Up).ShouldBe("42");
        read.Tree.TextAt(In).ShouldBe("7");
        read.Tree.TextAt(Edits.Leaf("1", "b")).ShouldBe("one");
        read.Snapshot.ShouldBeSameAs(server.Running);
        server.Running.Tree.TextAt(Up).ShouldBeNull();
    }

    [Theory]
    [InlineData(Datastore.Running, false)]
    [InlineData(Datastore.Running, true)]
    [InlineData(Datastore.Operational, false)]
    [InlineData(Datastore.Candidate, true)]
    [InlineData(Datastore.Intended, true)]
    public async Task State_is_in_operational_and_in_running_when_asked_for(Datastore datastore, bool include)
    {
        await using var server = await StartAsync(("t:state", new Provider((_, s) => s.SetText(Up, "42"))));
        var read = await server.Operations.ReadAsync(server.Alice, new ReadRequest(datastore) { IncludeState = include }, CancellationToken.None);
        read.Tree.TextAt(Up).ShouldBe(datastore == Datastore.Operational || (include && datastore == Datastore.Running) ? "42" : null);
    }

    [Fact]
    public async Task Only_providers_that_the_reader_can_reach_are_asked()
    {
        var asked = new List<string>();
        await using var server = await StartAsync(
            ("t:state", new Provider((_, _) => asked.Add("state"))), ("t:x/y/counters", new Provider((_, _) => asked.Add("counters"))));
        await ReadAsync(server, [Up]);
        await ReadAsync(server, [Edits.X]);
        await ReadAsync(server, [Edits.Leaf("1", "b")]);
        asked.ShouldBe(["state", "counters"]);
    }

    [Fact]
    public async Task One_that_throws_costs_its_subtree_only()
    {
        await using var server = await StartAsync(
            ("t:state", new Provider((_, _) => throw new InvalidOperationException())), ("t:x/y/counters", new Provider((_, s) => s.SetText(In, "7"))));
        var read = await ReadAsync(server, null);
        read.Tree.TextAt(Up).ShouldBeNull();
        read.Tree.TextAt(In).ShouldBe("7");
    }

    [Fact]
    public async Task One_that_hangs_costs_its_subtree_after_the_time_out()
    {
        var time = new FakeTime();
        var hanging = new Provider((_, _) => { }) { Wait = new TaskCompletionSource().Task };
        await using var server = await TestServer.StartAsync(plugins: Plugins(("t:state", hanging)), time: time);
        await server.EditAsync(Edits.Set("1", "one"));
        var read = ReadAsync(server, null);
        await hanging.Asked;
        await time.Waiting;
        read.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(11));
        (await read).Tree.TextAt(Edits.Leaf("1", "b")).ShouldBe("one");
        hanging.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Providers_are_asked_at_the_same_time()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new Provider((_, s) => s.SetText(Up, "42")) { Wait = first.Task };
        await using var server = await StartAsync(("t:state", waiting), ("t:x/y/counters", new Provider((_, _) => first.SetResult())));
        (await ReadAsync(server, null)).Tree.TextAt(Up).ShouldBe("42");
    }

    [Fact]
    public async Task What_is_written_elsewhere_or_is_configuration_is_left_out()
    {
        await using var server = await StartAsync(
            ("t:state", new Provider((_, s) =>
            {
                s.SetText(Up, "42");
                s.SetText(In, "7");
            })),
            ("t:x/y", new Provider((_, s) =>
            {
                s.SetText(In, "8");
                s.SetText(Edits.Leaf("1", "b"), "not yours");
            })));
        var read = await ReadAsync(server, null);
        read.Tree.TextAt(Up).ShouldBeNull();
        read.Tree.TextAt(In).ShouldBeNull();
        read.Tree.TextAt(Edits.Leaf("1", "b")).ShouldBeNull();
    }

    [Fact]
    public async Task A_provider_sees_the_configuration()
    {
        await using var server = await StartAsync(("t:state", new Provider((context, s) => s.SetText(Up, context.Running.TextAt(Edits.Leaf("1", "b"))!))));
        await server.EditAsync(Edits.Set("1", "5"));
        (await ReadAsync(server, null)).Tree.TextAt(Up).ShouldBe("5");
    }

    [Fact]
    public async Task A_reader_that_gives_up_is_let_go()
    {
        var hanging = new Provider((_, _) => { }) { Wait = new TaskCompletionSource().Task };
        await using var server = await StartAsync(("t:state", hanging));
        using var giveUp = new CancellationTokenSource();
        var read = server.Operations.ReadAsync(server.Alice, new ReadRequest(Datastore.Operational), giveUp.Token).AsTask();
        await hanging.Asked;
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => read);
    }

    private static Task<ReadResult> ReadAsync(TestServer server, IReadOnlyList<DataPath>? reach) => server.Operations.ReadAsync(
        server.Alice, new ReadRequest(Datastore.Running) { IncludeState = true, Reach = reach }, CancellationToken.None).AsTask();

    private static Task<TestServer> StartAsync(params (string Path, Provider Provider)[] providers) => TestServer.StartAsync(plugins: Plugins(providers));

    private static DatastorePlugins Plugins(params (string Path, Provider Provider)[] providers) =>
        new() { StateProviders = [.. providers.Select(p => (RecordingParticipant.Find(p.Path), (IStateProvider)p.Provider))] };

    private sealed class Provider(Action<StateContext, DataTreeEditor> provide) : IStateProvider
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Wait { get; init; } = Task.CompletedTask;

        public Task Asked => _asked.Task;

        public CancellationToken Token { get; private set; }

        public async ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            _asked.TrySetResult();
            await Wait;
            provide(context, state);
        }
    }
}
