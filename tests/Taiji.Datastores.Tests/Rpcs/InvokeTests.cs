using Taiji.Datastores.Hosting;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Rpcs;

public sealed class InvokeTests
{
    private static readonly OperationNode Ping = (OperationNode)RecordingParticipant.Find("t:ping");
    private static readonly OperationNode Nobody = (OperationNode)RecordingParticipant.Find("t:nobody");
    private static readonly OperationNode Reset = (OperationNode)RecordingParticipant.Find("t:x/y/reset");

    [Fact]
    public async Task An_rpc_is_handled_with_its_defaults_visible()
    {
        await using var server = await StartAsync(Ping, call =>
        {
            call.Session.User.ShouldBe("alice");
            call.Target.ShouldBeNull();
            call.Input.Root.ChildText("times").ShouldBe("1");
            return Tree(Ping.Output, ("text", "pong " + call.Input.Root.ChildText("text")));
        });
        var output = await InvokeAsync(server, Ping, null, Tree(Ping.Input, ("text", "me")));
        output.Root.ChildText("text").ShouldBe("pong me");
    }

    [Fact]
    public async Task An_rpc_without_a_handler_is_not_supported()
    {
        await using var server = await TestServer.StartAsync();
        (await Refused.OneAsync(() => InvokeAsync(server, Nobody, null, Tree(Nobody.Input)))).Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }

    [Fact]
    public async Task An_action_needs_its_node_to_be_there()
    {
        await using var server = await StartAsync(Reset, call => Tree(Reset.Output, ("count", call.Target!.ToString().Length.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        var input = Tree(Reset.Input, ("why", "test"));
        (await Refused.OneAsync(() => InvokeAsync(server, Reset, Edits.Entry("1"), input))).Tag.ShouldBe(ErrorTag.DataMissing);
        await server.EditAsync(Edits.Set("1", "one"));
        (await InvokeAsync(server, Reset, Edits.Entry("1"), input)).Root.ChildText("count").ShouldBe("13");
    }

    [Fact]
    public async Task A_handlers_error_is_the_answer_and_its_exception_is_not()
    {
        var error = new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InUse, Message = "busy" };
        await using var server = await StartAsync(Ping, call =>
            call.Input.Root.ChildText("text") == "busy" ? throw new RpcErrorException(error) : throw new InvalidOperationException("secret"));
        (await Refused.OneAsync(() => InvokeAsync(server, Ping, null, Tree(Ping.Input, ("text", "busy"))))).ShouldBeSameAs(error);
        var failed = await Refused.OneAsync(() => InvokeAsync(server, Ping, null, Tree(Ping.Input, ("text", "crash"))));
        failed.Tag.ShouldBe(ErrorTag.OperationFailed);
        failed.Message!.ShouldNotContain("secret");
    }

    [Fact]
    public async Task An_input_of_something_else_is_refused()
    {
        await using var server = await StartAsync(Ping, _ => null);
        (await Refused.OneAsync(() => InvokeAsync(server, Ping, null, Tree(Nobody.Input)))).Tag.ShouldBe(ErrorTag.InvalidValue);
    }

    [Fact]
    public async Task An_output_of_something_else_is_operation_failed()
    {
        await using var server = await StartAsync(Ping, _ => Tree(Nobody.Output));
        (await Refused.OneAsync(() => InvokeAsync(server, Ping, null, Tree(Ping.Input, ("text", "me"))))).Tag.ShouldBe(ErrorTag.OperationFailed);
    }

    [Fact]
    public async Task An_output_that_the_module_does_not_allow_is_operation_failed()
    {
        await using var server = await StartAsync(Ping, _ => Tree(Ping.Output));
        (await Refused.OneAsync(() => InvokeAsync(server, Ping, null, Tree(Ping.Input, ("text", "me"))))).Tag.ShouldBe(ErrorTag.OperationFailed);
    }

    [Fact]
    public async Task An_input_without_what_is_mandatory_does_not_reach_the_handler()
    {
        await using var server = await StartAsync(Ping, (Func<OperationInvocation, DataTree?>)(_ => throw new InvalidOperationException("reached")));
        (await Refused.OneAsync(() => InvokeAsync(server, Ping, null, Tree(Ping.Input)))).Tag.ShouldBe(ErrorTag.DataMissing);
    }

    [Fact]
    public async Task Progress_is_heard_in_order_until_the_answer()
    {
        OperationInvocation? call = null;
        await using var server = await StartAsync(Ping, invocation =>
        {
            call = invocation;
            invocation.Progress.Report(new OperationProgress("half", 50));
            invocation.Progress.Report(new OperationProgress("nearly", 120));
            return Tree(Ping.Output, ("text", "done"));
        });
        var heard = new List<string>();
        var input = Tree(Ping.Input, ("text", "me"));
        await server.Operations.InvokeAsync(server.Alice, Ping, null, input, new Listener(p => heard.Add($"{p.Message} {p.Percent}")), CancellationToken.None);
        call!.Progress.Report(new OperationProgress("late"));
        heard.ShouldBe(["half 50", "nearly 100"]);
    }

    [Fact]
    public async Task Whoever_listens_can_not_break_the_operation()
    {
        await using var server = await StartAsync(Ping, invocation =>
        {
            invocation.Progress.Report(new OperationProgress("half", 50));
            return Tree(Ping.Output, ("text", "done"));
        });
        var input = Tree(Ping.Input, ("text", "me"));
        var output = await server.Operations.InvokeAsync(server.Alice, Ping, null, input, new Listener(_ => throw new InvalidOperationException()), CancellationToken.None);
        output.Root.ChildText("text").ShouldBe("done");
        (await InvokeAsync(server, Ping, null, input)).Root.ChildText("text").ShouldBe("done");
    }

    [Fact]
    public async Task A_caller_that_gives_up_cancels_the_handler()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(Ping, async (_, token) =>
        {
            await using var registration = token.Register(cancelled.SetResult);
            reached.SetResult();
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
            return null;
        });
        using var giveUp = new CancellationTokenSource();
        var call = server.Operations.InvokeAsync(server.Alice, Ping, null, Tree(Ping.Input, ("text", "me")), giveUp.Token);
        await reached.Task;
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task The_end_of_the_session_ends_the_call()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(Ping, async (_, token) =>
        {
            reached.SetResult();
            var ended = new TaskCompletionSource<DataTree?>();
            await using var registration = token.Register(() => ended.SetCanceled(token));
            return await ended.Task;
        });
        var call = InvokeAsync(server, Ping, null, Tree(Ping.Input, ("text", "me")));
        await reached.Task;
        server.Operations.KillSession(server.Bob, server.Alice.Id);
        (await Refused.OneAsync(() => call)).Tag.ShouldBe(ErrorTag.OperationFailed);
    }

    private static Task<DataTree> InvokeAsync(TestServer server, OperationNode operation, DataPath? target, DataTree input) =>
        server.Operations.InvokeAsync(server.Alice, operation, target, input, CancellationToken.None);

    private static DataTree Tree(InnerNode root, params (string Name, string Text)[] leaves)
    {
        var builder = new DataTreeBuilder(TestModule.Schema, root);
        foreach (var (name, text) in leaves)
        {
            var leaf = (LeafNode)root.FindChild(root.Module, name)!;
            builder.AddLeaf(leaf, TextAccess.Parse(TestModule.Schema, leaf, text));
        }

        return builder.Seal();
    }

    private static Task<TestServer> StartAsync(OperationNode operation, Func<OperationInvocation, DataTree?> handle) =>
        StartAsync(operation, (call, _) => Task.FromResult(handle(call)));

    private static Task<TestServer> StartAsync(OperationNode operation, Func<OperationInvocation, CancellationToken, Task<DataTree?>> handle) => TestServer.StartAsync(
        plugins: new DatastorePlugins { OperationHandlers = new Dictionary<OperationNode, IOperationHandler> { [operation] = new Handler(handle) } });

    private sealed class Listener(Action<OperationProgress> hear) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => hear(value);
    }

    private sealed class Handler(Func<OperationInvocation, CancellationToken, Task<DataTree?>> handle) : IOperationHandler
    {
        public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken) => new(handle(invocation, cancellationToken));
    }
}
