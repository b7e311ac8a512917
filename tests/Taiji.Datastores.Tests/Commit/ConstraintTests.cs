using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Commit;

/// <summary>The schema's constraints, at the moments when the datastores ask for them.</summary>
public sealed class ConstraintTests
{
    private static readonly OperationNode Ping = (OperationNode)RecordingParticipant.Find("t:ping");
    private static readonly NotificationNode Beat = (NotificationNode)RecordingParticipant.Find("t:beat");

    private static Edit DanglingReference => Edits.Set(Edits.Leaf("1", "sees"), "7");

    [Fact]
    public async Task Running_is_never_invalid_whatever_the_options()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var test in Enum.GetValues<TestOption>())
        {
            foreach (var error in Enum.GetValues<ErrorOption>())
            {
                var options = new EditOptions { TestOption = test, ErrorOption = error };
                (await Refused.OneAsync(() => server.EditAsync(server.Alice, options, DanglingReference))).Tag.ShouldBe(ErrorTag.DataMissing);
            }
        }

        server.Running.Sequence.ShouldBe(0);
    }

    [Fact]
    public async Task All_violations_are_told()
    {
        await using var server = await TestServer.StartAsync();
        var limit = Edits.Set(Edits.X.Child("limit"), "0");
        var errors = await Refused.AllAsync(() => server.EditAsync(DanglingReference, limit));
        errors.Select(e => e.Path).ShouldBe(["/t:x/y[a='1']/sees", "/t:x/limit"], ignoreOrder: true);
        errors.ShouldContain(e => e.Message == "too many");
    }

    [Fact]
    public async Task A_change_elsewhere_that_breaks_a_constraint_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("7", "seen"), DanglingReference, Edits.Set(Edits.X.Child("limit"), "3"));
        (await Refused.OneAsync(() => server.EditAsync(Edits.Delete("7")))).Tag.ShouldBe(ErrorTag.DataMissing);
        (await Refused.OneAsync(() => server.EditAsync(Edits.Set("8", "one too many")))).Message.ShouldBe("too many");
        server.Running.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_when_makes_void_goes_with_the_change()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set(Edits.Leaf("1", "kind"), "fast"), Edits.Set(Edits.Leaf("1", "fast"), "9"));
        var result = await server.EditAsync(Edits.Set(Edits.Leaf("1", "kind"), "slow"));
        result.After.Tree.TryFind(Edits.Leaf("1", "fast"), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_whose_when_is_false_can_not_be_set()
    {
        await using var server = await TestServer.StartAsync();
        (await Refused.OneAsync(() => server.EditAsync(Edits.Set(Edits.Leaf("1", "fast"), "9")))).Tag.ShouldBe(ErrorTag.UnknownElement);
    }

    [Fact]
    public async Task The_candidate_may_be_invalid_until_it_is_validated_or_committed()
    {
        await using var server = await TestServer.StartAsync();
        var none = CancellationToken.None;
        var testOnly = new EditOptions { TestOption = TestOption.TestOnly };
        (await Refused.OneAsync(() => server.Operations.EditAsync(server.Alice, Datastore.Candidate, [DanglingReference], testOnly, none))).Tag.ShouldBe(ErrorTag.DataMissing);
        await server.EditCandidateAsync(server.Alice, DanglingReference);
        (await Refused.OneAsync(() => server.Operations.ValidateAsync(server.Alice, Datastore.Candidate, none))).Tag.ShouldBe(ErrorTag.DataMissing);
        (await Refused.OneAsync(() => server.CommitAsync(server.Alice))).Tag.ShouldBe(ErrorTag.DataMissing);
        await server.EditCandidateAsync(server.Alice, Edits.Set("7", "seen"));
        await server.Operations.ValidateAsync(server.Alice, Datastore.Candidate, none);
        await server.CommitAsync(server.Alice);
        await server.Operations.ValidateAsync(server.Alice, Datastore.Running, none);
        server.Value("7").ShouldBe("seen");
    }

    [Fact]
    public async Task A_rebased_commit_is_validated_on_what_it_makes()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("7", "seen"));
        await server.EditCandidateAsync(server.Alice, DanglingReference);
        await server.EditAsync(server.Bob, Edits.Delete("7"));
        (await Refused.OneAsync(() => server.CommitAsync(server.Alice))).Path.ShouldBe("/t:x/y[a='1']/sees");
    }

    [Fact]
    public async Task A_configuration_that_comes_along_can_be_validated()
    {
        await using var server = await TestServer.StartAsync();
        var none = CancellationToken.None;
        await server.Operations.ValidateAsync(server.Alice, Edits.Tree((Edits.Leaf("1", "b"), "one")), none);
        var invalid = Edits.Tree((Edits.Leaf("1", "sees"), "7"));
        (await Refused.OneAsync(() => server.Operations.ValidateAsync(server.Alice, invalid, none))).Tag.ShouldBe(ErrorTag.DataMissing);
        (await Refused.OneAsync(() => server.Operations.CopyConfigAsync(server.Alice, invalid, Datastore.Running, none))).Tag.ShouldBe(ErrorTag.DataMissing);
    }

    [Fact]
    public async Task An_invalid_start_up_configuration_stops_the_start_and_leaves_the_directory_new()
    {
        using var directory = new TempDirectory();
        var options = new DatastoreOptions { DataDirectory = directory.Path, Startup = Edits.Tree((Edits.Leaf("1", "sees"), "7")) };
        (await Refused.OneAsync(() => TestServer.StartAsync(options: options))).Path.ShouldBe("/t:x/y[a='1']/sees");
        await using var server = await TestServer.StartAsync(options: options with { Startup = Edits.Tree((Edits.Leaf("1", "b"), "one")) });
        server.Value("1").ShouldBe("one");
    }

    [Fact]
    public async Task Data_that_breaks_a_constraint_of_changed_modules_stops_the_start()
    {
        using var directory = new TempDirectory();
        await using (var server = await TestServer.StartAsync(directory.Path)) await server.EditAsync(Edits.Set("1", "one"));
        var stricter = TestModule.Compile(TestModule.Text.Replace("leaf b { type string; }", "leaf b { type string; must \"../kind\"; }", StringComparison.Ordinal));
        (await Refused.OneAsync(() => TestServer.StartAsync(directory.Path, stricter))).Path.ShouldBe("/t:x/y[a='1']/b");
    }

    [Fact]
    public async Task Input_output_and_notifications_are_checked()
    {
        var handler = new EmptyHandler();
        await using var server = await TestServer.StartAsync(
            plugins: new DatastorePlugins { OperationHandlers = new Dictionary<OperationNode, IOperationHandler> { [Ping] = handler } });
        var none = CancellationToken.None;
        (await Refused.OneAsync(() => server.Operations.InvokeAsync(server.Alice, Ping, null, DataTree.Empty(TestModule.Schema, Ping.Input), none)))
            .Path!.ShouldContain("text");
        handler.Calls.ShouldBe(0);

        var builder = new DataTreeBuilder(TestModule.Schema, Ping.Input);
        builder.AddLeaf((LeafNode)Ping.Input.DataChildren[0], "x"u8);
        (await Refused.OneAsync(() => server.Operations.InvokeAsync(server.Alice, Ping, null, builder.Seal(), none))).Tag.ShouldBe(ErrorTag.OperationFailed);
        handler.Calls.ShouldBe(1);

        Should.Throw<RpcErrorException>(() => server.Engine.Notifications.Publish(new NotificationRecord(DateTimeOffset.UtcNow, DataTree.Empty(TestModule.Schema, Beat))));
    }

    private sealed class EmptyHandler : IOperationHandler
    {
        public int Calls { get; private set; }

        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
        {
            Calls++;
            return default;
        }
    }
}
