using System.Net;
using System.Text.Json.Nodes;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Auditing;

public sealed class AuditLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();

    private string LogPath => Path.Combine(_directory.Path, "audit.log");

    [Fact]
    public void A_line_is_a_JSON_object_that_says_who_did_what_from_where_with_which_result()
    {
        using (var log = new AuditLog(new AuditLogOptions { Path = LogPath }, _time))
        {
            log.Write([new AuditRecord("lock", "lock-denied") { User = "ann\n\"x\"", Session = 7, Transport = "netconf-ssh", Source = new IPEndPoint(IPAddress.Loopback, 22), Target = "running" }]);
        }

        var line = Lines().ShouldHaveSingleItem();
        (line["action"]!.ToString(), line["result"]!.ToString(), line["user"]!.ToString(), (int)line["session"]!, line["source"]!.ToString(), line["target"]!.ToString())
            .ShouldBe(("lock", "lock-denied", "ann\n\"x\"", 7, "127.0.0.1:22", "running"));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(LogPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_torn_last_line_is_closed_and_what_comes_is_whole()
    {
        File.WriteAllText(LogPath, "{\"action\":\"login\"}\n{\"action\":\"comm");
        using (var log = new AuditLog(new AuditLogOptions { Path = LogPath }, _time)) log.Write([new AuditRecord("commit", "ok")]);
        var lines = File.ReadAllLines(LogPath);
        lines.Length.ShouldBe(3);
        JsonNode.Parse(lines[2])!["action"]!.ToString().ShouldBe("commit");
    }

    [Fact]
    public void The_log_is_rotated_by_size_and_the_oldest_goes()
    {
        using (var log = new AuditLog(new AuditLogOptions { Path = LogPath, MaxSize = 200, MaxFiles = 2 }, _time))
        {
            for (var i = 0; i < 40; i++) log.Write([new AuditRecord("n" + i, "ok")]);
        }

        Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Order().ShouldBe(["audit.log", "audit.log.1", "audit.log.2"]);
        var kept = new[] { ".2", ".1", "" }.SelectMany(s => File.ReadAllLines(LogPath + s)).Select(l => JsonNode.Parse(l)!["action"]!.ToString()).ToList();
        kept[^1].ShouldBe("n39");
        kept.ShouldBe(Enumerable.Range(40 - kept.Count, kept.Count).Select(i => "n" + i));
    }

    [Theory]
    [InlineData(200, 40)]
    [InlineData(1 << 20, 3_000)]
    public void Records_that_are_told_of_together_are_written_as_if_one_by_one(long size, int records)
    {
        var written = Enumerable.Range(0, records).Select(i => new AuditRecord("n" + i, "ok") { Target = new string('x', i % 90) }).ToList();
        using (var log = new AuditLog(new AuditLogOptions { Path = LogPath, MaxSize = size, MaxFiles = 100 }, _time)) log.Write(written);
        using (var log = new AuditLog(new AuditLogOptions { Path = LogPath + "-single", MaxSize = size, MaxFiles = 100 }, _time))
        {
            foreach (var record in written) log.Write([record]);
        }

        var files = Directory.GetFiles(_directory.Path, "audit.log*").Where(f => !f.Contains("-single", StringComparison.Ordinal)).ToList();
        files.Count.ShouldBe(size == 200 ? Directory.GetFiles(_directory.Path, "audit.log-single*").Length : 1);
        foreach (var file in files) File.ReadAllText(file).ShouldBe(File.ReadAllText(file.Replace("audit.log", "audit.log-single", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_log_is_rotated_by_age()
    {
        using var log = new AuditLog(new AuditLogOptions { Path = LogPath, MaxAge = TimeSpan.FromDays(1) }, _time);
        log.Write([new AuditRecord("old", "ok")]);
        _time.Advance(TimeSpan.FromDays(40_000));
        log.Write([new AuditRecord("new", "ok")]);
        File.ReadAllText(LogPath + ".1").ShouldContain("old");
        File.ReadAllText(LogPath).ShouldContain("new");
    }

    [Fact]
    public async Task Sessions_changes_and_refusals_are_recorded_and_secrets_are_not()
    {
        await using var server = await GuardedServer.StartAsync("""{"name":"1","path":"/g:box/open","access-operations":"*","action":"permit"}""");
        var records = new List<AuditRecord>();
        server.Engine.Audit.Recorded += records.AddRange;
        await server.ConfigureAsync("""{"g:box":{"open":"a","secret":"hidden","hash":"$1$salt$abcdefghijklmnopqrstuv"}}""");
        var commit = records.ShouldHaveSingleItem();
        (commit.Action, commit.User, commit.Result).ShouldBe(("commit", "root", "ok"));
        commit.Edits.ShouldContain(new AuditEdit("create", "/g:box/open", "a"));
        commit.Edits.ShouldContain(new AuditEdit("create", "/g:box/secret", "***"));
        commit.Edits.ShouldContain(new AuditEdit("create", "/g:box/hash", "***"));

        records.Clear();
        using (var session = server.Operations.Sessions.Open(new SessionIdentity("joe", "test")))
        {
            await Refused.AllAsync(() => server.MergeAsync(session, """{"g:box":{"open":"b"}}"""));
            await Refused.AllAsync(() => server.EditAsync(EditOperation.Delete, "/g:box/secret", null, Datastore.Candidate));
        }

        records.Select(r => $"{r.User} {r.Action} {r.Result} {r.Target}").ShouldBe(
            ["joe session-start ok ", "joe edit access-denied /g:box/open", "ann edit access-denied /g:box/secret", "joe session-end ok closed"]);
    }

    [Fact]
    public async Task Locks_kills_edits_of_the_candidate_and_confirmed_commits_are_recorded_with_what_they_are_on()
    {
        await using var server = await GuardedServer.StartAsync("""{"name":"1","module-name":"*","access-operations":"*","action":"permit"}""");
        var records = new List<AuditRecord>();
        var victim = server.Operations.Sessions.Open(new SessionIdentity("joe", "test"));
        server.Engine.Audit.Recorded += records.AddRange;
        var operations = server.Operations;
        operations.Lock(server.Ann, Datastore.Candidate);
        Should.Throw<RpcErrorException>(() => operations.Lock(victim, Datastore.Candidate));
        await server.MergeAsync(server.Ann, """{"g:box":{"open":"a","secret":"hidden"}}""", Datastore.Candidate);
        await operations.DiscardChangesAsync(server.Ann, CancellationToken.None);
        await server.EditAsync(EditOperation.Remove, "/g:box/open", null, Datastore.Candidate);
        operations.Unlock(server.Ann, Datastore.Candidate);
        var partial = operations.PartialLock(server.Ann, ["/g:box"], tree => [GuardedServer.Path("/g:box")]);
        operations.PartialUnlock(server.Ann, partial.Id);
        operations.KillSession(server.Ann, victim.Id);
        Should.Throw<RpcErrorException>(() => operations.KillSession(server.Ann, 4_000_000));
        await operations.CommitAsync(server.Ann, new CommitOptions { Confirmed = new ConfirmedCommit() }, CancellationToken.None);
        await operations.CancelCommitAsync(server.Ann, null, CancellationToken.None);
        await Refused.AllAsync(() => operations.CancelCommitAsync(server.Ann, null, CancellationToken.None));

        records.Select(r => $"{r.User} {r.Action} {r.Result} {r.Target}").ShouldBe(
        [
            "ann lock ok candidate", "joe lock lock-denied candidate", "ann edit ok candidate", "ann discard-changes ok candidate", "ann edit ok candidate", "ann unlock ok candidate",
            "ann partial-lock ok /g:box", $"ann partial-unlock ok {partial.Id}", "joe session-end ok killed", $"ann kill-session ok {victim.Id}", "ann kill-session invalid-value 4000000",
            "ann confirmed-commit ok start", "ann confirmed-commit ok cancel", "ann cancel-commit operation-failed ",
        ]);
        records[2].Edits.ShouldBe([new AuditEdit("merge", "/g:box/open", "a"), new AuditEdit("merge", "/g:box/secret", "***")]);
        records[4].Edits.ShouldBe([new AuditEdit("remove", "/g:box/open", null)]);
    }

    [Fact]
    public async Task Reads_are_recorded_only_when_asked_for()
    {
        await using var server = await GuardedServer.StartAsync("");
        var records = new List<AuditRecord>();
        server.Engine.Audit.Recorded += records.AddRange;
        server.Operations.RecordRead(server.Ann, "read", () => throw new InvalidOperationException("nobody needs it"));
        server.Engine.Audit.KeepsReads = true;
        server.Operations.RecordRead(server.Ann, "read", () => "running /g:box");
        records.Select(r => $"{r.User} {r.Action} {r.Target}").ShouldBe(["ann read running /g:box"]);
    }

    public void Dispose() => _directory.Dispose();

    private List<JsonNode> Lines() => [.. File.ReadAllLines(LogPath).Select(l => JsonNode.Parse(l)!)];
}
