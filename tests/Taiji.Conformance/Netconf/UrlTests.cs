namespace Taiji.Conformance.Netconf;

/// <summary>A server whose configurations may be files of one directory.</summary>
public sealed class UrlFixture : IAsyncLifetime
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("taiji-url-").FullName;

    public TaijiProcess Taiji { get; private set; } = null!;

    public Ncclient Ncclient { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Taiji = await TaijiProcess.StartAsync(null, [.. ServerFixture.MakeRun, "--url-directory", Directory]);
        Ncclient = new Ncclient(Taiji);
    }

    public async ValueTask DisposeAsync()
    {
        if (Ncclient is not null) await Ncclient.DisposeAsync();
        if (Taiji is not null) await Taiji.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}

/// <summary>The capability <c>:url</c> (RFC 6241 §8.8) with ncclient.</summary>
public sealed class UrlTests(UrlFixture server) : IClassFixture<UrlFixture>
{
    private const string Calls = """
        def copy(source, target):
            return m.dispatch(to_ele(f'<copy-config xmlns="{NC}"><target>{target}</target><source>{source}</source></copy-config>'))
        def url(text):
            return f"<url>{text}</url>"

        """;

    [Fact]
    public async Task A_configuration_goes_to_a_file_and_comes_back_from_it()
    {
        var printed = await server.Ncclient.RunAsync(Calls + """
            print([c for c in m.server_capabilities if ":url:" in c])
            edit(interfaces(interface("eth0") + interface("eth1")))
            print(copy("<running/>", url("file:///saved.xml")).ok)
            edit(interfaces("", 'nc:operation="delete"'))
            print(names() or "none")
            print(m.copy_config(source="file:///saved.xml", target="running").ok, names())
            print(m.validate(source="file:///saved.xml").ok if ":validate" in m.server_capabilities else "")
            print(m.delete_config(target="file:///saved.xml").ok)
            """);
        printed.ShouldBe("['urn:ietf:params:netconf:capability:url:1.0?scheme=file']\nTrue\nnone\nTrue eth0 eth1\nTrue\nTrue");
        Directory.EnumerateFileSystemEntries(server.Directory).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edit_is_read_from_a_file()
    {
        await File.WriteAllTextAsync(
            Path.Combine(server.Directory, "edit.xml"),
            """<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>file0</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:ethernetCsmacd</type></interface></interfaces></config>""");
        var printed = await server.Ncclient.RunAsync("""
            print(m.dispatch(to_ele(f'<edit-config xmlns="{NC}"><target><running/></target><url>file:///edit.xml</url></edit-config>')).ok, "file0" in names())
            edit(interfaces('<interface nc:operation="delete"><name>file0</name></interface>'))
            """);
        File.Delete(Path.Combine(server.Directory, "edit.xml"));
        printed.ShouldBe("True True");
    }

    [Theory]
    [InlineData("file:///../escaped.xml")]
    [InlineData("file:///a/../../escaped.xml")]
    [InlineData("file:///%2e%2e/escaped.xml")]
    [InlineData("file:///..%2Fescaped.xml")]
    [InlineData("file://localhost/../escaped.xml")]
    [InlineData("file:///etc/../../../../tmp/escaped.xml")]
    [InlineData("http://127.0.0.1:1/x.xml")]
    [InlineData("ftp://127.0.0.1/x.xml")]
    [InlineData("saved.xml")]
    public async Task A_url_that_leads_elsewhere_is_refused(string target)
    {
        var error = await server.Ncclient.RefusalAsync($"copy('<running/>', url('{target}'))", Calls);
        error.Tag.ShouldBeOneOf("invalid-value", "operation-not-supported");
        File.Exists(Path.Combine(Path.GetDirectoryName(server.Directory)!, "escaped.xml")).ShouldBeFalse();
    }
}
