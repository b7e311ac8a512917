using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Tests.Operational;

/// <summary>What providers are asked for, how they stream, and how their failures are told.</summary>
public sealed class ProviderTests
{
    private static readonly DataPath Ys = Edits.X.Child("y");

    [Theory]
    [InlineData("", null)]
    [InlineData("/t:x/y[a='5']", "5")]
    [InlineData("/t:x/y[a='5']/counters /t:x/y[a='7']/b /t:x/y[a='5']/b", "5 7")]
    [InlineData("/t:x/y[a='5'] /t:x", null)]
    [InlineData("/t:x/y", null)]
    [InlineData("/t:x/y[a='5'] /t:state", "5")]
    [InlineData("/t:state", "none")]
    public void A_provider_is_told_which_entries_are_wanted(string reach, string? expected)
    {
        var paths = reach.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => DataPath.Parse(TestModule.Schema, t)).ToList();
        var context = new StateContext(DataTree.Empty(TestModule.Schema), paths.Count == 0 ? null : paths);
        var entries = context.EntriesOf(Ys);
        if (expected is null) entries.ShouldBeNull();
        else entries!.Select(e => e.ToString()).ShouldBe(expected == "none" ? [] : expected.Split(' ').Select(k => $"/t:x/y[a='{k}']"));
        context.Includes(Edits.Entry("5")).ShouldBe(reach != "/t:state");
    }

    [Fact]
    public async Task One_entry_asked_for_of_a_long_list_costs_one_entry()
    {
        var stream = new Counters(1_000_000);
        await using var server = await StartAsync(stream);
        var read = await ReadAsync(server, [Edits.Entry("999999").Child("counters")]);
        read.TextAt(Edits.Entry("999999").Child("counters").Child("in")).ShouldBe("999999");
        stream.Written.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_stream_gives_bit_by_bit_comes_together()
    {
        var stream = new Counters(2_500);
        await using var server = await StartAsync(stream);
        var read = await ReadAsync(server, null);
        read.TryFind(Edits.X, out var x).ShouldBeTrue();
        x.Entries(Ys.Node).Count.ShouldBe(2_500);
        read.TextAt(Edits.Entry("2499").Child("counters").Child("in")).ShouldBe("2499");
    }

    [Fact]
    public async Task A_stream_may_take_long_as_a_whole_but_not_for_one_bit()
    {
        var time = new FakeTime();
        var stream = new Slow();
        await using var server = await TestServer.StartAsync(plugins: Plugins(new StateStreamProvider(stream)), time: time);
        var read = ReadAsync(server, null);
        for (var i = 0; i < 3; i++)
        {
            await stream.NextAsync();
            await time.Waiting;
            time.Advance(TimeSpan.FromSeconds(9));
            stream.Give(i);
        }

        await stream.NextAsync();
        await time.Waiting;
        read.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(11));
        (await read).TryFind(Edits.Entry("0"), out _).ShouldBeFalse();
        server.Operations.StateProviders.Single().Figures.LastError.ShouldBe("It did not answer within 10 s.");
        stream.Give(3);
        // Its iterator is left in order all the same.
        await stream.Left.Task;
    }

    [Fact]
    public async Task A_failure_is_told_without_its_details_until_the_provider_is_well_again()
    {
        var provider = new Moody();
        await using var server = await TestServer.StartAsync(plugins: Plugins(provider));
        var health = server.Operations.StateProviders.Single();
        health.Name.ShouldBe(nameof(Moody));
        health.Node.SchemaPath.ShouldBe("/t:x/y/counters");
        await ReadAsync(server, null);
        health.Figures.ShouldBe(health.Figures with { Calls = 1, Failures = 0, LastError = null, IsFailing = false });

        provider.Fails = true;
        await ReadAsync(server, null);
        health.Figures.IsFailing.ShouldBeTrue();
        health.Figures.Failures.ShouldBe(1);
        health.Figures.LastError!.ShouldContain(nameof(InvalidOperationException));
        health.Figures.LastError!.ShouldNotContain("secret");

        provider.Fails = false;
        await ReadAsync(server, null);
        health.Figures.IsFailing.ShouldBeFalse();
        health.Figures.LastErrorTime.ShouldNotBeNull();
    }

    private static async Task<DataTree> ReadAsync(TestServer server, IReadOnlyList<DataPath>? reach) =>
        (await server.Operations.ReadAsync(server.Alice, new ReadRequest(Datastore.Operational) { Reach = reach }, CancellationToken.None)).Tree;

    private static Task<TestServer> StartAsync(IStateStream stream) => TestServer.StartAsync(plugins: Plugins(new StateStreamProvider(stream)));

    private static DatastorePlugins Plugins(IStateProvider provider) => new() { StateProviders = [(RecordingParticipant.Find("t:x/y/counters"), provider)] };

    private static DataTree Bit(IEnumerable<int> keys)
    {
        var editor = DataTree.Empty(TestModule.Schema).Edit();
        foreach (var key in keys) editor.SetText(Edits.Entry($"{key}").Child("counters").Child("in"), $"{key}");
        return editor.Seal();
    }

    private sealed class Counters(int count) : IStateStream
    {
        public int Written { get; private set; }

        public async IAsyncEnumerable<DataTree> ProvideAsync(StateContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var keys = context.EntriesOf(Ys)?.Select(e => int.Parse(DataTreeKey(e), null)) ?? Enumerable.Range(0, count);
            foreach (var bit in keys.Chunk(1_000))
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                Written += bit.Length;
                yield return Bit(bit);
            }
        }

        private static string DataTreeKey(DataPath entry) => entry.ToString().Split('\'')[1];
    }

    private sealed class Slow : IStateStream
    {
        private readonly Channel<int> _asked = Channel.CreateUnbounded<int>();
        private TaskCompletionSource<int> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task NextAsync() => await _asked.Reader.ReadAsync();

        public void Give(int key)
        {
            var next = _next;
            _next = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            next.SetResult(key);
        }

        public async IAsyncEnumerable<DataTree> ProvideAsync(StateContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                while (true)
                {
                    var next = _next.Task;
                    _asked.Writer.TryWrite(0);
                    yield return Bit([await next]);
                }
            }
            finally
            {
                Left.SetResult();
            }
        }
    }

    private sealed class Moody : IStateProvider
    {
        public bool Fails { get; set; }

        public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken) =>
            Fails ? throw new InvalidOperationException("secret") : ValueTask.CompletedTask;
    }
}
