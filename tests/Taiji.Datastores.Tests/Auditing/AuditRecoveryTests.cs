using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Tests.Auditing;

/// <summary>A commit is durable before its line is in the audit log: a crash in between must not lose the line.</summary>
public sealed class AuditRecoveryTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string LogPath => Path.Combine(_directory.Path, "audit.log");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Commits_that_were_durable_without_their_lines_have_them_after_the_next_start_once(int written)
    {
        await RunAsync("one", "two", "three");
        var before = Commits();
        before.Select(Value).ShouldBe(["one", "two", "three"]);
        // As SIGKILL leaves it: the journal has all, and the log only what came before.
        var lines = File.ReadAllLines(LogPath);
        var last = written == 0 ? Array.FindIndex(lines, l => l.Contains("\"begin\"", StringComparison.Ordinal)) : Array.FindIndex(lines, l => l.Contains($"\"commit\":{before[written - 1]["commit"]}", StringComparison.Ordinal));
        File.WriteAllText(LogPath, string.Concat(lines.Take(last + 1).Select(l => l + "\n")) + (written == 1 ? "{\"time\":\"20" : ""));

        await RunAsync();
        Check();
        await RunAsync("four");
        Check("four");

        void Check(params string[] more)
        {
            var after = Commits();
            after.Select(Value).ShouldBe(["one", "two", "three", .. more]);
            after.Take(3).Select(c => c["commit"]!.GetValue<long>()).ShouldBe(before.Select(c => c["commit"]!.GetValue<long>()));
            after.Select(c => c["recovered"] is not null).ShouldBe([.. Enumerable.Range(0, 3).Select(i => i >= written), .. more.Select(_ => false)]);
            after.ShouldAllBe(c => c["user"]!.GetValue<string>() == "joe" && c["transport"]!.GetValue<string>() == "test" && c["session"] != null);
            // When it was decided, a moment before it was written.
            for (var i = written; i < 3; i++) Time(after[i]).ShouldBeLessThanOrEqualTo(Time(before[i]));
        }
    }

    [Fact]
    public async Task A_log_that_was_rotated_is_looked_through_to_its_last_commit()
    {
        await RunAsync("one", "two");
        File.Move(LogPath, LogPath + ".1");
        await RunAsync();
        Commits().ShouldBeEmpty("the older file tells of both");
    }

    [Fact]
    public async Task A_log_that_begins_tells_nothing_of_what_was_before()
    {
        await RunAsync("one", "two");
        File.Delete(LogPath);
        await RunAsync("three");
        Commits().Select(Value).ShouldBe(["three"]);
    }

    private static string Value(JsonNode commit) => commit["edits"]!.AsArray().Single(e => e!["path"]!.GetValue<string>() == "/ietf-system:system/contact")!["value"]!.GetValue<string>();

    private static DateTimeOffset Time(JsonNode commit) => DateTimeOffset.Parse(commit["time"]!.GetValue<string>(), null);

    private List<JsonNode> Commits() => [.. File.ReadAllLines(LogPath).Where(l => l.EndsWith('}')).Select(l => JsonNode.Parse(l)!).Where(l => l["action"]!.GetValue<string>() == "commit")];

    private async Task RunAsync(params string[] values)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddTaiji().Configure(o =>
        {
            o.DataDirectory = Path.Combine(_directory.Path, "data");
            o.AuditLog = new AuditLogOptions { Path = LogPath };
            o.RequireOperationHandlers = false;
        });
        await using var provider = services.BuildServiceProvider();
        var operations = provider.GetRequiredService<Operations>();
        using var session = operations.Sessions.Open(new SessionIdentity("joe", "test") { IsRecovery = true });
        var contact = new DataPath(operations.Schema).Child("ietf-system:system").Child("contact");
        foreach (var value in values)
        {
            var editor = DataTree.Empty(operations.Schema).Edit();
            editor.SetText(contact, value);
            await operations.ApplyAsync(session, [new Edit(EditOperation.Merge, contact, editor.Seal())], new EditOptions(), TestContext.Current.CancellationToken);
        }
    }
}
