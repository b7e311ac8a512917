namespace Taiji.Conformance.Starting;

/// <summary>The datastores that options switch on and off, seen by clients (RFC 6241 §8.2, §8.3, §8.4, §8.7; RFC 8040 §1.4).</summary>
public sealed class DatastoreSwitchTests : IDisposable
{
    private const string Interface = """{"ietf-interfaces:interfaces":{"interface":[{"name":"eth0","type":"iana-if-type:ethernetCsmacd"}]}}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;

    [Fact]
    public async Task With_a_startup_datastore_only_what_is_saved_or_written_by_restconf_survives()
    {
        string[] options = [.. ServerFixture.MakeRun, "--startup-datastore", "on", "--writable-running", "off"];
        await using (var taiji = await TaijiProcess.StartAsync(_directory, options))
        {
            await using var ncclient = new Ncclient(taiji);
            (await ncclient.RunAsync("""
                print([c in m.server_capabilities for c in (":startup", ":candidate", ":confirmed-commit", ":writable-running")])
                """)).ShouldBe("[True, True, True, False]");
            (await ncclient.RefusalAsync("""edit(interfaces(interface("no")))""")).Tag.ShouldBe("operation-not-supported");
            (await new Curl(taiji).SendAsync("PUT", "/data/ietf-interfaces:interfaces", Interface)).ShouldBe(201);
            (await new Curl(taiji).GetAsync("/ds/ietf-datastores:startup/ietf-interfaces:interfaces")).ShouldBe(200);
            (await ncclient.RunAsync("""
                def commit(name):
                    edit(interfaces(interface(name)), target="candidate")
                    m.commit()
                commit("saved")
                print(names("startup"))
                print(m.copy_config(source="running", target="startup").ok, m.validate("startup").ok, names("startup"))
                commit("unsaved")
                edit(interfaces(interface("unconfirmed")), target="candidate")
                m.commit(confirmed=True, persist="p")
                print(names())
                """)).ShouldBe("eth0\nTrue True eth0 saved\neth0 saved unconfirmed unsaved");
            await taiji.KillAsync();
        }

        await using var again = await TaijiProcess.StartAsync(_directory, options);
        await using var client = new Ncclient(again);
        (await client.RunAsync("print(names())")).ShouldBe("eth0 saved");
    }

    [Fact]
    public async Task A_confirmed_commit_is_taken_back_after_a_crash_and_without_a_candidate_there_is_none()
    {
        await using (var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun))
        {
            await using var ncclient = new Ncclient(taiji);
            (await ncclient.RunAsync("""
                edit(interfaces(interface("stays")))
                edit(interfaces(interface("unconfirmed")), target="candidate")
                m.commit(confirmed=True, timeout="3600")
                print(names())
                """)).ShouldBe("stays unconfirmed");
            await taiji.KillAsync();
        }

        await using var again = await TaijiProcess.StartAsync(_directory, [.. ServerFixture.MakeRun, "--candidate", "off"]);
        await using var client = new Ncclient(again);
        (await client.RunAsync("""
            print(names(), [c in m.server_capabilities for c in (":startup", ":candidate", ":confirmed-commit", ":writable-running")])
            print('<name>candidate</name>' in m.get(("subtree", '<netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><datastores/></netconf-state>')).data_xml)
            """)).ShouldBe("stays [False, False, False, True]\nFalse");
        (await client.RefusalAsync("""edit(interfaces(interface("no")), target="candidate")""")).Tag.ShouldBe("operation-not-supported");
        (await new Curl(again).GetAsync("/ds/ietf-datastores:candidate")).ShouldBe(404);
    }

    [Theory]
    [InlineData("--candidate", "maybe")]
    [InlineData("--startup-datastore", "true")]
    public async Task A_word_that_is_none_of_the_options_is_an_unusable_option(string option, string value)
    {
        var taiji = await TaijiProcess.RunToEndAsync(option, value);
        taiji.Status.ShouldBe(2);
        taiji.Error.ShouldContain(option[2..]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
