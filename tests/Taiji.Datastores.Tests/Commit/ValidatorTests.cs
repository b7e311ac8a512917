using Taiji.Datastores.Commit;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Commit;

/// <summary>The host's validators: errors refuse, warnings are told, and nothing is asked that doesn't concern them.</summary>
public sealed class ValidatorTests
{
    private static readonly SchemaNode List = Edits.X.Child("y").Node, Other = Edits.Root.Child("t:other").Node;

    [Fact]
    public async Task Warnings_come_with_the_result_and_refuse_nothing()
    {
        await using var server = await StartAsync((List, new Watch((_, f) => f.Warn("odd", Edits.Entry("1"), Edits.Leaf("1", "b")))));
        var result = await server.EditAsync(Edits.Set("1", "one"));
        server.Value("1").ShouldBe("one");
        result.Warnings.ShouldBeEmpty();
        result.ValidationWarnings.Select(w => (w.Severity, w.Path, w.Message)).ShouldBe(
            [(ErrorSeverity.Warning, "/t:x/y[a='1']", "odd"), (ErrorSeverity.Warning, "/t:x/y[a='1']/b", "odd")]);
        (await server.Operations.ValidateAsync(server.Alice, Datastore.Running, CancellationToken.None)).Count.ShouldBe(2);
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("2", "two"));
        transaction.Validate().ShouldBeEmpty();
        transaction.ValidationWarnings.Count.ShouldBe(2);
        (await transaction.CommitAsync(null, CancellationToken.None)).ValidationWarnings.Count.ShouldBe(2);
        await server.EditCandidateAsync(server.Alice, Edits.Set("3", "three"));
        (await server.Operations.ValidateAsync(server.Alice, Datastore.Candidate, CancellationToken.None)).Count.ShouldBe(2);
        (await server.Operations.ValidateCommitAsync(server.Alice, CancellationToken.None)).Count.ShouldBe(2);
        (await server.CommitAsync(server.Alice)).ValidationWarnings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Errors_refuse_the_change_with_all_that_was_found()
    {
        await using var server = await StartAsync(
            (List, new Watch((d, f) => f.Refuse("too bad", Edits.Entry("1")))), (Edits.X.Node, new Watch((_, f) => throw new RpcErrorException(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Message = "worse" }))));
        (await Refused.AllAsync(() => server.EditAsync(Edits.Set("1", "one")))).Select(e => (e.Path, e.Message)).ShouldBe([("/t:x/y[a='1']", "too bad"), (null, "worse")]);
        server.Value("1").ShouldBeNull();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "one"));
        transaction.Validate().Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_fails_refuses_and_is_named()
    {
        await using var server = await StartAsync((List, new Watch((_, _) => throw new InvalidOperationException("secret"))));
        var error = await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "one")));
        error.Message.ShouldBe("Validator Watch failed; nothing was changed.");
    }

    [Fact]
    public async Task It_is_asked_once_about_a_valid_change_that_concerns_it_and_sees_both_sides()
    {
        var seen = new List<string>();
        var watch = new Watch((d, _) => seen.Add($"{d.Before.TextAt(Edits.Leaf("1", "b"))}>{d.After.TextAt(Edits.Leaf("1", "b"))}"));
        await using var server = await StartAsync((List, watch), (Other, watch));
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set(Edits.Root.Child("t:other").Child("note"), "n"));
        await server.EditAsync(Edits.Set(Edits.X.Child("limit"), "5"));
        // What the module refuses no validator need look at.
        await Refused.AllAsync(() => server.EditAsync(Edits.Set("1", "two"), Edits.Set(Edits.X.Child("limit"), "1")));
        await server.EditAsync(Edits.Set("1", "uno"));
        seen.ShouldBe([">one", "one>uno"]);
    }

    [Fact]
    public async Task What_the_server_takes_back_it_takes_back_whatever_they_say()
    {
        var time = new FakeTime();
        var refuses = false;
        await using var server = await StartAsync(time, (List, new Watch((_, f) =>
        {
            if (refuses) f.Refuse("never");
        })));
        await server.EditCandidateAsync(server.Alice, Edits.Set("1", "one"));
        await server.Operations.CommitAsync(server.Alice, new CommitOptions { Confirmed = new ConfirmedCommit { Timeout = TimeSpan.FromMinutes(10) } }, CancellationToken.None);
        server.Value("1").ShouldBe("one");
        refuses = true;
        await server.Operations.CancelCommitAsync(server.Alice, null, CancellationToken.None);
        server.Value("1").ShouldBeNull();
    }

    private static Task<TestServer> StartAsync(params (SchemaNode, IConfigurationValidator)[] validators) => StartAsync(TimeProvider.System, validators);

    private static Task<TestServer> StartAsync(TimeProvider time, params (SchemaNode, IConfigurationValidator)[] validators) =>
        TestServer.StartAsync(plugins: new DatastorePlugins { Validators = validators }, time: time);

    private sealed class Watch(Action<DataDiff, ValidationFindings> validate) : IConfigurationValidator
    {
        public void Validate(DataDiff change, ValidationFindings findings) => validate(change, findings);
    }
}
