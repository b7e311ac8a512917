using System.Text.Json.Nodes;

namespace Taiji.Conformance.Restconf;

/// <summary>Pages, OpenAPI and staged work with curl.</summary>
public sealed class CollectionTests(ServerFixture server) : RestconfTest(server)
{
    [Fact]
    public async Task A_client_pages_through_a_list_by_the_cursors_it_is_given()
    {
        var entries = string.Join(',', Enumerable.Range(10, 25).Select(i => $$$"""{"name":"eth{{{i}}}","type":"iana-if-type:ethernetCsmacd","description":"d{{{99 - i}}}"}"""));
        await Server.ConfigureAsync($$$"""{"ietf-interfaces:interfaces":{"interface":[{{{entries}}}]}}""");
        var names = new List<string>();
        string? next = null;
        do
        {
            var page = (await Curl.GetAsync($"{Interfaces}/interface?content=config&limit=10" + (next is null ? "" : $"&cursor={next}"))).ShouldBe(200).Json["ietf-interfaces:interface"]!.AsArray();
            names.AddRange(page.Select(e => e!["name"]!.GetValue<string>()));
            next = page[0]!["@"]?["ietf-list-pagination:next"]?.GetValue<string>();
        }
        while (next is not null);

        names.ShouldBe(Enumerable.Range(10, 25).Select(i => $"eth{i}"));
        var sorted = (await Curl.GetAsync($"{Interfaces}/interface?content=config&sort-by=description&limit=1&where=contains(name,'1')")).ShouldBe(200).Json["ietf-interfaces:interface"]![0]!;
        sorted["name"]!.GetValue<string>().ShouldBe("eth31");
        var xml = (await Curl.GetAsync($"{Interfaces}/interface?content=config&limit=3", "-H", "Accept: application/yang-data+xml-list")).ShouldBe(200);
        xml.Headers["content-type"].ShouldBe("application/yang-data+xml-list");
        xml.Xml.Elements().Count().ShouldBe(3);
        (await Curl.GetAsync($"{Interfaces}/interface?offset=26")).ShouldFail(416, "invalid-value");
    }

    [Fact]
    public async Task Text_is_sorted_as_a_locale_of_the_system_has_it()
    {
        var directory = Directory.CreateTempSubdirectory("taiji-locales-").FullName;
        try
        {
            (await Client.RunAsync("localedef", ["--no-archive", "-i", "sv_SE", "-f", "UTF-8", Path.Combine(directory, "sv_SE.UTF-8")])).Status.ShouldBe(0);
            await using var taiji = await TaijiProcess.StartAsync(null, TaijiProcess.AdminPassword, [.. ServerFixture.MakeRun], ("LOCPATH", directory));
            var curl = new Curl(taiji);
            var entries = string.Join(',', new[] { "zorn", "ärla", "åke", "adam" }.Select((d, i) => $$$"""{"name":"e{{{i}}}","type":"iana-if-type:ethernetCsmacd","description":"{{{d}}}"}"""));
            (await curl.SendAsync("PUT", Interfaces, $$$"""{"ietf-interfaces:interfaces":{"interface":[{{{entries}}}]}}""")).ShouldBe(201);
            foreach (var (locale, told, expected) in new[] { ("C", "C", "adam zorn ärla åke"), ("sv_SE", "sv_SE", "adam zorn åke ärla"), ("sv-SE.UTF-8", "sv_SE", "adam zorn åke ärla") })
            {
                var sorted = (await curl.GetAsync($"{Interfaces}/interface?content=config&sort-by=description&locale={locale}")).ShouldBe(200).Json["ietf-interfaces:interface"]!.AsArray();
                string.Join(' ', sorted.Select(e => e!["description"]!.GetValue<string>())).ShouldBe(expected);
                sorted[0]!["@"]!["ietf-list-pagination:locale"]!.GetValue<string>().ShouldBe(told);
            }

            (await curl.GetAsync($"{Interfaces}/interface?sort-by=description&locale=de_DE")).ShouldFail(501, "invalid-value");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task What_the_list_pagination_module_says_is_in_the_YANG_library()
    {
        var library = (await Curl.GetAsync("/data/ietf-yang-library:yang-library/module-set")).ShouldBe(200).Body;
        library.ShouldContain("\"ietf-list-pagination\"");
        library.ShouldContain("\"ietf-system-capabilities\"");
        var capabilities = (await Curl.GetAsync("/ds/ietf-datastores:operational/ietf-system-capabilities:system-capabilities")).ShouldBe(200).Json["ietf-system-capabilities:system-capabilities"]!;
        var nodes = capabilities["datastore-capabilities"]![0]!["per-node-capabilities"]!.AsArray();
        nodes.ShouldContain(n => n!["node-selector"]!.GetValue<string>() == "/taiji-sessions:sessions/taiji-sessions:session" && n["ietf-list-pagination:cursor-supported"]!.GetValue<bool>());
        (await Curl.GetAsync("/data/taiji-sessions:sessions/session?limit=1")).ShouldBe(200).Body.ShouldContain("\"id\"");
    }

    [Fact]
    public async Task The_OpenAPI_document_of_every_module_is_served_and_its_resources_answer()
    {
        var modules = (await Curl.GetAsync("/openapi")).ShouldBe(200).Json["modules"]!.AsArray();
        modules.Count.ShouldBeGreaterThan(10);
        foreach (var module in modules)
        {
            var document = (await Curl.GetAsync("/" + module!["openapi"]!.GetValue<string>())).ShouldBe(200).Json;
            document["openapi"]!.GetValue<string>().ShouldBe("3.1.1");
            foreach (var (path, item) in document["paths"]!.AsObject())
            {
                // Those that need no key can be asked for as they are.
                if (path.Contains('{', StringComparison.Ordinal) || item!["get"] is null) continue;
                (await Curl.GetAsync(path)).Status.ShouldBeOneOf(200, 404);
            }
        }

        var page = (await Curl.GetAsync("/openapi/ietf-interfaces", "-H", "Accept: text/html")).ShouldBe(200);
        page.Headers["content-type"].ShouldBe("text/html; charset=utf-8");
        page.Headers["content-security-policy"].ShouldContain("style-src 'sha256-");
    }

    [Fact]
    public async Task Staged_work_survives_the_connections_it_is_done_by()
    {
        await using var taiji = await TaijiProcess.StartAsync(null, [.. ServerFixture.MakeRun, "--staging", "header"]);
        var curl = new Curl(taiji);
        string[] staged = ["-H", "Taiji-Staging: true"];
        (await curl.SendAsync("POST", Interfaces, Eth0, staged)).ShouldBe(201);
        (await curl.GetAsync(Interfaces + "/interface=eth0?content=config", staged)).ShouldBe(200);
        (await curl.GetAsync(Interfaces + "/interface=eth0?content=config")).ShouldBe(404);
        var status = (await curl.SendAsync("POST", "/operations/taiji-staging:staging-status", null, staged)).ShouldBe(200).Json["taiji-staging:output"]!;
        status["changes"]!.GetValue<string>().ShouldContain("eth0");
        (await curl.SendAsync("POST", "/operations/taiji-staging:staging-commit", null, staged)).ShouldBe(200);
        (await curl.GetAsync(Interfaces + "/interface=eth0?content=config")).ShouldBe(200);
    }
}
