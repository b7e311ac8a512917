using System.Text;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Transactions;

public sealed class LeafTransformTests
{
    private static readonly DataPath Secret = Edits.X.Child("secret");

    [Fact]
    public async Task Values_are_replaced_before_they_are_kept_in_running_candidate_and_start_up()
    {
        var plugins = Plugins("t:x/secret", "t:x/y/b");
        await using var server = await TestServer.StartAsync(plugins: plugins, options: new DatastoreOptions { Startup = Edits.Tree((Secret, "one")) });
        server.Running.Tree.TextAt(Secret).ShouldBe("ONE");
        await server.EditAsync(new Edit(EditOperation.Merge, Edits.Root, Edits.Tree((Secret, "two"), (Edits.Leaf("1", "b"), "b"), (Edits.Leaf("2", "b"), "c"))));
        server.Running.Tree.TextAt(Secret).ShouldBe("TWO");
        server.Value("1").ShouldBe("B");
        server.Value("2").ShouldBe("C");
        await server.EditCandidateAsync(server.Alice, Edits.Set(Secret, "three"));
        await server.EditAsync(server.Bob, Edits.Set("3", "d"));
        await server.CommitAsync(server.Alice);
        server.Running.Tree.TextAt(Secret).ShouldBe("THREE");
    }

    [Fact]
    public async Task What_is_kept_already_is_left_alone()
    {
        await using var server = await TestServer.StartAsync(plugins: Plugins("t:x/secret"));
        var first = await server.EditAsync(Edits.Set(Secret, "one"));
        (await server.EditAsync(Edits.Set(Secret, "ONE"))).After.ShouldBeSameAs(first.After);
    }

    [Fact]
    public async Task A_key_can_not_be_transformed()
    {
        await Should.ThrowAsync<ArgumentException>(() => TestServer.StartAsync(plugins: Plugins("t:x/y/a")));
    }

    private static DatastorePlugins Plugins(params string[] paths) =>
        new() { LeafTransforms = paths.ToDictionary(p => (LeafNode)RecordingParticipant.Find(p), _ => (ILeafTransform)new Upper()) };

    private sealed class Upper : ILeafTransform
    {
        public byte[]? Transform(LeafNode leaf, ReadOnlySpan<byte> stored)
        {
            var upper = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stored).ToUpperInvariant());
            return stored.SequenceEqual(upper) ? null : upper;
        }
    }
}
