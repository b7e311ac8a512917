using System.Text.Json.Nodes;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Datastores.Upgrades;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Upgrades;

public sealed class ModuleUpgradeTests : IDisposable
{
    private const string First = """
        module m {
          yang-version 1.1; namespace "urn:m"; prefix m;
          revision 2020-01-01;
          container top {
            leaf speed { type uint32; }
            list port { key name; leaf name { type string; } leaf mtu { type uint16; } leaf note { type string; } }
          }
        }
        """;

    // The speed is in other units, mtu has another type, and note is gone.
    private const string Second = """
        module m {
          yang-version 1.1; namespace "urn:m"; prefix m;
          revision 2021-01-01;
          container top {
            leaf kilo-speed { type uint32; }
            list port { key name; leaf name { type string; } leaf mtu { type enumeration { enum small; enum big; } } }
          }
        }
        """;

    private static readonly YangSchema Old = TestModule.Compile(First);
    private static readonly YangSchema New = TestModule.Compile(Second);
    private static readonly string[] Steps = ["schema written", "decided", "schema replaced"];

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_newer_modules_add_just_works_and_the_modules_are_kept_anew()
    {
        await WriteAsync(_directory.Path);
        var grown = TestModule.Compile(First.Replace("leaf note", "leaf extra { type string; } leaf note", StringComparison.Ordinal).Replace("2020-01-01", "2020-06-06", StringComparison.Ordinal));
        await using (var server = await StartAsync(_directory.Path, grown)) Text(server, "/m:top/port[name='a']/note").ShouldBe("old");
        KeptSchema.Read(_directory.Path, null)!.Id.ShouldBe(grown.ContentId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_does_not_fit_stops_the_start_with_every_path_and_the_older_modules_still_load_it(bool afterStop)
    {
        using var data = await LeaveAsync(afterStop);
        var errors = await Refused.AllAsync(() => StartAsync(data.Path, New));
        errors.Select(e => e.Path).Distinct().Order(StringComparer.Ordinal).ShouldBe(
            ["/m:top/port[name='a']/mtu", "/m:top/port[name='a']/note", "/m:top/port[name='b']/mtu", "/m:top/speed"]);
        await using var again = await StartAsync(data.Path, Old);
        Text(again, "/m:top/speed").ShouldBe("2000");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Migration_steps_bring_the_data_to_the_newer_modules(bool afterStop)
    {
        using var data = await LeaveAsync(afterStop);
        await using (var server = await StartAsync(data.Path, New, Migrations()))
        {
            (Text(server, "/m:top/kilo-speed"), Text(server, "/m:top/port[name='a']/mtu"), Text(server, "/m:top/port[name='b']/mtu")).ShouldBe(("2", "small", "big"));
            server.Operations.Rollbacks().ShouldBeEmpty();
            await SetAsync(server, "/m:top/kilo-speed", "3");
            server.Operations.Rollbacks().ShouldHaveSingleItem();
        }

        // The steps are done; they aren't asked again.
        await using var again = await StartAsync(data.Path, New);
        Text(again, "/m:top/kilo-speed").ShouldBe("3");
    }

    [Fact]
    public async Task Steps_lead_from_revision_to_revision()
    {
        await WriteAsync(_directory.Path);
        var done = new List<string>();
        Migration Step(string? from, string? to, Action<JsonObject>? change = null) => new("m", from, to, document =>
        {
            done.Add($"{from} {to} {document.Datastore} {document.Old.Schema.FindModule("m")!.Revision}");
            if (change is not null) Change(document, change);
        });
        Migration[] steps = [Step("2020-06-06", "2021-01-01", Migrate), Step("2019-01-01", "2020-01-01"), Step("2020-01-01", "2020-06-06"), Step("2021-01-01", "2022-01-01"), Step(null, "2021-01-01")];
        await using var server = await StartAsync(_directory.Path, New, steps);
        done.ShouldBe(["2020-01-01 2020-06-06 running 2020-01-01", "2020-06-06 2021-01-01 running 2020-01-01"]);
        Text(server, "/m:top/kilo-speed").ShouldBe("2");
    }

    [Fact]
    public async Task A_module_that_is_no_longer_there_may_be_left_for_another()
    {
        await WriteAsync(_directory.Path);
        var other = TestModule.Compile("""module n { yang-version 1.1; namespace "urn:n"; prefix n; leaf speed { type uint32; } }""");
        var step = new Migration("m", "2020-01-01", null, document =>
        {
            document.Content = $$"""{"n:speed":{{document.Old.TextAt(DataPath.Parse(document.Old.Schema, "/m:top/speed"))}}}""";
        });
        (await Refused.AllAsync(() => StartAsync(_directory.Path, other))).ShouldNotBeEmpty();
        await using var server = await StartAsync(_directory.Path, other, step);
        Text(server, "/n:speed").ShouldBe("2000");
    }

    [Fact]
    public async Task A_step_that_fails_stops_the_start_and_changes_nothing()
    {
        await WriteAsync(_directory.Path);
        var error = await Refused.OneAsync(() => StartAsync(_directory.Path, New, new Migration("m", "2020-01-01", "2021-01-01", _ => throw new InvalidOperationException("no such luck"))));
        error.Message!.ShouldContain("2021-01-01");
        error.Message!.ShouldContain("no such luck");
        await using var again = await StartAsync(_directory.Path, Old);
        Text(again, "/m:top/speed").ShouldBe("2000");
    }

    [Fact]
    public async Task A_repair_sets_aside_what_does_not_fit_and_tells_where()
    {
        await WriteAsync(_directory.Path);
        await using var server = await StartAsync(_directory.Path, New, repairs: true);
        (Text(server, "/m:top/speed"), Text(server, "/m:top/port[name='b']/name")).ShouldBe((null, "b"));
        var file = new SetAsideFiles(_directory.Path).List().ShouldHaveSingleItem();
        file.Nodes.Select(n => $"{n.Path} {n.Value}").Order(StringComparer.Ordinal).ShouldBe(
            ["/m:top/port[name='a']/mtu 100", "/m:top/port[name='a']/note old", "/m:top/port[name='b']/mtu 9000", "/m:top/speed 2000"]);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_directory[file.Name]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_repair_sets_aside_what_breaks_a_constraint_and_keeps_the_rest()
    {
        await WriteAsync(_directory.Path);
        var strict = TestModule.Compile(First.Replace("2020-01-01", "2020-07-07", StringComparison.Ordinal)
            .Replace("leaf note", "must \"mtu < 1000\"; leaf note", StringComparison.Ordinal)
            .Replace("leaf speed { type uint32; }", "leaf speed { type uint32; } leaf needed { type string; mandatory true; }", StringComparison.Ordinal)
            .Replace("container top {", "container top { presence x;", StringComparison.Ordinal));
        await Refused.AllAsync(() => StartAsync(_directory.Path, strict));
        await using var server = await StartAsync(_directory.Path, strict, repairs: true);
        var nodes = new SetAsideFiles(_directory.Path).List().Single().Nodes;
        nodes.Select(n => n.Path).ShouldContain("/m:top");
    }

    /// <summary>Wherever the start is killed, the next one finds the data before or after, with either set of modules and the steps between them.</summary>
    [Fact]
    public async Task A_crash_at_any_step_leaves_it_undone_or_done()
    {
        await WriteAsync(_directory.Path);
        var crashed = new List<(string Step, TempDirectory Files)>();
        await using (await StartAsync(_directory.Path, New, Migrations(), reached: step => crashed.Add((step, _directory.Copy()))))
        {
        }

        crashed.Select(c => c.Step).ShouldBe(Steps);
        foreach (var (step, files) in crashed)
        {
            using (files)
            {
                using (var asOld = files.Copy())
                {
                    if (step == "schema written")
                    {
                        await using var old = await StartAsync(asOld.Path, Old);
                        Text(old, "/m:top/speed").ShouldBe("2000", step);
                    }
                    else
                    {
                        (await Refused.AllAsync(() => StartAsync(asOld.Path, Old))).ShouldNotBeEmpty(step);
                    }
                }

                await using (var server = await StartAsync(files.Path, New, Migrations()))
                {
                    Text(server, "/m:top/kilo-speed").ShouldBe("2", step);
                    await SetAsync(server, "/m:top/kilo-speed", "5");
                }

                await using var again = await StartAsync(files.Path, New, Migrations());
                Text(again, "/m:top/kilo-speed").ShouldBe("5", step);
            }
        }
    }

    [Fact]
    public async Task Startup_is_brought_along_and_an_unconfirmed_commit_is_taken_back_first()
    {
        var switches = new DatastoreSwitches { Startup = StartupMode.On };
        using (var data = new TempDirectory())
        {
            TempDirectory crashed;
            await using (var server = await StartAsync(data.Path, Old, switches: switches))
            {
                await SetAsync(server, "/m:top/speed", "1000");
                await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, CancellationToken.None);
                await SetAsync(server, "/m:top/speed", "2000");
                await server.EditCandidateAsync(server.Alice, Edit(Old, "/m:top/speed", "7000"));
                await server.Operations.CommitAsync(server.Alice, new CommitOptions { Confirmed = new ConfirmedCommit { PersistId = "x" } }, CancellationToken.None);
                crashed = data.Copy();
            }

            using (crashed)
            {
                await using var server = await StartAsync(crashed.Path, New, Migrations(), switches: switches);
                server.Read(Datastore.Startup).Tree.TextAt(DataPath.Parse(New, "/m:top/kilo-speed")).ShouldBe("1");
                Text(server, "/m:top/kilo-speed").ShouldBe("1");
            }
        }
    }

    private static Migration[] Migrations() => [new Migration("m", "2020-01-01", "2021-01-01", d => Change(d, Migrate))];

    private static void Change(MigrationDocument document, Action<JsonObject> change)
    {
        var content = JsonNode.Parse(document.Content)!.AsObject();
        change(content);
        document.Content = content.ToJsonString();
    }

    private static void Migrate(JsonObject content)
    {
        if (content["m:top"] is not JsonObject top) return;
        if (top["speed"] is { } speed) top["kilo-speed"] = speed.GetValue<uint>() / 1000;
        top.Remove("speed");
        foreach (var port in top["port"]?.AsArray() ?? [])
        {
            port!["mtu"] = port["mtu"]!.GetValue<int>() > 1500 ? "big" : "small";
            port.AsObject().Remove("note");
        }
    }

    private async Task<TempDirectory> LeaveAsync(bool afterStop)
    {
        if (afterStop)
        {
            await WriteAsync(_directory.Path);
            return _directory.Copy();
        }

        await using var server = await StartAsync(_directory.Path, Old);
        await FillAsync(server);
        return _directory.Copy();
    }

    private static async Task WriteAsync(string directory)
    {
        await using var server = await StartAsync(directory, Old);
        await FillAsync(server);
    }

    private static async Task FillAsync(TestServer server)
    {
        // What was there and is gone again fits nothing, and doesn't matter.
        await SetAsync(server, "/m:top/port[name='c']/mtu", "1");
        await server.EditAsync(new Edit(EditOperation.Delete, DataPath.Parse(Old, "/m:top/port[name='c']")));
        await SetAsync(server, "/m:top/speed", "2000");
        await SetAsync(server, "/m:top/port[name='a']/mtu", "100");
        await SetAsync(server, "/m:top/port[name='a']/note", "old");
        await SetAsync(server, "/m:top/port[name='b']/mtu", "9000");
    }

    private static Task<EditResult> SetAsync(TestServer server, string path, string value) => server.EditAsync(Edit(server.Operations.Schema, path, value));

    private static Edit Edit(YangSchema schema, string path, string value)
    {
        var payload = DataTree.Empty(schema).Edit();
        payload.SetText(DataPath.Parse(schema, path), value);
        return new Edit(EditOperation.Merge, new DataPath(schema), payload.Seal());
    }

    private static string? Text(TestServer server, string path)
    {
        try
        {
            return server.Running.Tree.TextAt(DataPath.Parse(server.Operations.Schema, path));
        }
        catch (Taiji.Yang.Diagnostics.RpcErrorException)
        {
            return null;
        }
    }

    private static Task<TestServer> StartAsync(string directory, YangSchema schema, params Migration[] migrations) => StartAsync(directory, schema, migrations, false);

    private static Task<TestServer> StartAsync(
        string directory, YangSchema schema, Migration[]? migrations = null, bool repairs = false, Action<string>? reached = null, DatastoreSwitches? switches = null) =>
        TestServer.StartAsync(schema: schema, options: new DatastoreOptions
        {
            DataDirectory = directory,
            Migrations = migrations ?? [],
            Repairs = repairs,
            UpgradeReached = reached,
            Datastores = switches ?? new DatastoreSwitches(),
        });
}
