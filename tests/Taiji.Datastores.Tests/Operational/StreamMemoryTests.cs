using System.Runtime.CompilerServices;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Tests.Operational;

/// <summary>These count the process's memory, so nothing else may run beside them.</summary>
[CollectionDefinition(nameof(StreamMemoryTests), DisableParallelization = true)]
public sealed class StreamMemoryTestsCollection;

/// <summary>
/// What a list of state that comes bit by bit takes: no more than its entries packed, and one bit. They are kept until the last has come, because only then is it certain that the provider
/// doesn't fail, which leaves out all it gives; written they are from there without another copy.
/// </summary>
[Collection(nameof(StreamMemoryTests))]
public sealed class StreamMemoryTests
{
    private const int Entries = 200_000;
    private const int Looks = 4;

    // The number, its key, and their places in a page; an object for each of them would be some hundred.
    private const int MostBytesAnEntry = 40;
    private const long Slack = 4 << 20;

    [Fact]
    public async Task A_stream_of_entries_takes_their_packed_size_while_it_is_read()
    {
        var stream = new Numbers();
        await using var server = await TestServer.StartAsync(plugins: new DatastorePlugins { StateProviders = [(RecordingParticipant.Find("t:x/y/counters"), new StateStreamProvider(stream))] });
        stream.Before = GC.GetTotalMemory(forceFullCollection: true);
        var read = await server.Operations.ReadAsync(server.Alice, new ReadRequest(Datastore.Operational), CancellationToken.None);
        stream.Taken.Count.ShouldBe(Looks);
        foreach (var (given, taken) in stream.Taken) taken.ShouldBeLessThan((MostBytesAnEntry * (long)given) + Slack);
        var whole = GC.GetTotalMemory(forceFullCollection: true) - stream.Before;
        read.Tree.TryFind(Edits.Entry($"{Entries - 1}"), out _).ShouldBeTrue();
        whole.ShouldBeLessThan((MostBytesAnEntry * (long)Entries) + Slack);
    }

    private sealed class Numbers : IStateStream
    {
        public long Before { get; set; }

        public List<(int Given, long Taken)> Taken { get; } = [];

        public async IAsyncEnumerable<DataTree> ProvideAsync(StateContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var bit in Enumerable.Range(0, Entries).Chunk(1_000))
            {
                await Task.Yield();
                var editor = DataTree.Empty(TestModule.Schema).Edit();
                foreach (var key in bit) editor.SetText(Edits.Entry($"{key}").Child("counters").Child("in"), $"{key}");
                yield return editor.Seal();
                if ((bit[^1] + 1) % (Entries / Looks) == 0) Taken.Add((bit[^1] + 1, GC.GetTotalMemory(forceFullCollection: true) - Before));
            }
        }
    }
}
