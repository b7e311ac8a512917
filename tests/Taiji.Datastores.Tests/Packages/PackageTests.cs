using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Packages;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Templates;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Packages;

public sealed class PackageTests : IDisposable
{
    private const string Site = "/acme-ntp:sites/site[name='north']";

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-packages-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_package_brings_modules_templates_and_code_of_its_own_load_context()
    {
        await using var services = Build(t => t.AddPackages([Sample()]));
        var operations = services.GetRequiredService<Operations>();
        using var session = operations.Sessions.Open(new SessionIdentity("system", "internal") { IsRecovery = true });
        await ConfigureSiteAsync(operations, session);

        var transaction = operations.Begin(session);
        var template = services.GetRequiredService<TemplateTable>().Get("acme-ntp-site");
        template.Variables.ShouldBe(["ROLE", "RESTRICT"]);
        transaction.Edit(template.Expand(new TemplateInput(transaction.Content)
        {
            Variables = new Dictionary<string, string> { ["ROLE"] = "clock", ["RESTRICT"] = "10.0.0.0/8" },
            Context = DataPath.Parse(operations.Schema, Site),
        }));
        await transaction.CommitAsync(new CommitOptions { Label = "site" }, CancellationToken.None);

        var state = await operations.ReadAsync(session, new ReadRequest(Datastore.Operational), CancellationToken.None);
        var server = DataPath.Parse(operations.Schema, "/acme-ntp:ntp/server[address='10.1.1.1']");
        state.Tree.TextAt(server.Child("description")).ShouldBe("clock: primary of north");
        state.Tree.TextAt(server.Child("prefer")).ShouldBe("true");
        // Said by the package's provider, of what its participant has taken over.
        state.Tree.TextAt(server.Child("reachable")).ShouldBe("true");
        state.Tree.TextAt(DataPath.Parse(operations.Schema, "/acme-ntp:ntp/server[address='pool.ntp.example']").Child("address")).ShouldBe("pool.ntp.example");

        var context = AssemblyLoadContext.All.Last(c => c.Name == "acme-ntp");
        context.ShouldNotBe(AssemblyLoadContext.Default);
        context.Assemblies.Single().GetName().Name.ShouldBe("NtpPackage");
    }

    [Fact]
    public async Task The_package_s_participant_vetoes_and_its_rpc_answers_and_tells_how_far_it_is()
    {
        await using var services = Build(t => t.AddPackages([Sample()]));
        var operations = services.GetRequiredService<Operations>();
        using var session = operations.Sessions.Open(new SessionIdentity("system", "internal") { IsRecovery = true });
        (await Should.ThrowAsync<RpcErrorException>(() => AddServerAsync(operations, session, "a b"))).Errors.Single().Message.ShouldBe("An address has no blanks.");
        await AddServerAsync(operations, session, "10.0.0.9");
        var rpc = (OperationNode)operations.Schema.Root.FindChild(operations.Schema.FindModule("acme-ntp")!, "ask-time")!;
        var input = DataTree.Empty(operations.Schema, rpc.Input).Edit();
        input.SetText(new DataPath(operations.Schema, rpc.Input).Child("server"), "10.0.0.9");
        var heard = new List<string?>();
        var output = await operations.InvokeAsync(session, rpc, null, input.Seal(), new Listener(heard), CancellationToken.None);
        output.Root.ChildText("seconds").ShouldNotBeNull();
        heard.ShouldBe(["asking 10.0.0.9"]);
    }

    [Fact]
    public async Task Templates_are_applied_by_an_rpc_too_as_far_as_the_caller_may()
    {
        await using var services = Build(t => t.AddPackages([Sample()]));
        var operations = services.GetRequiredService<Operations>();
        using var session = operations.Sessions.Open(new SessionIdentity("system", "internal") { IsRecovery = true });
        await ConfigureSiteAsync(operations, session);
        await ApplyAsync(operations, session, "running", ("ROLE", "clock"), ("RESTRICT", "10.0.0.0/8"));
        var read = await operations.ReadAsync(session, new ReadRequest(Datastore.Running), CancellationToken.None);
        read.Tree.TextAt(DataPath.Parse(operations.Schema, "/acme-ntp:ntp/server[address='10.1.1.1']").Child("description")).ShouldBe("clock: primary of north");
        (await Should.ThrowAsync<RpcErrorException>(() => ApplyAsync(operations, session, "candidate", ("ROLE", "x")))).Errors.Single().Message
            .ShouldBe("template 'acme-ntp-site' needs a value for its variable 'RESTRICT'");
        await ApplyAsync(operations, session, "candidate", ("ROLE", "other"), ("RESTRICT", "10.0.0.0/8"));
        operations.CandidateChanges(session).IsEmpty.ShouldBeFalse();

        var state = await operations.ReadAsync(session, new ReadRequest(Datastore.Operational), CancellationToken.None);
        state.Tree.TextAt(DataPath.Parse(operations.Schema, "/taiji-packages:packages/package[name='acme-ntp'][package-version='1.0']").Child("status")).ShouldBe("loaded");
        state.Tree.TryFind(DataPath.Parse(operations.Schema, "/taiji-packages:packages/template[name='acme-ntp-site']/variable[.='RESTRICT']"), out _).ShouldBeTrue();
    }

    [Fact]
    public void Packages_are_listed_by_how_far_they_have_come()
    {
        var (packages, repository) = (Path.Combine(_directory, "packages"), Path.Combine(_directory, "repository"));
        Write(Path.Combine(packages, "a"), "a", "1.0");
        Write(Path.Combine(repository, "a"), "a", "1.0");
        Write(Path.Combine(repository, "a2"), "a", "2.0");
        using var services = Build(t => t.AddPackages([packages], [repository]));
        _ = services.GetRequiredService<Operations>();
        Write(Path.Combine(packages, "late"), "late", "0.1");
        services.GetRequiredService<PackageTable>().List().Select(p => $"{p.Metadata.Name} {p.Metadata.Version} {p.Status}").ShouldBe(["a 1.0 Loaded", "late 0.1 Installed", "a 2.0 Installable"]);
    }

    [Fact]
    public void Packages_are_loaded_after_those_they_need()
    {
        Write(Path.Combine(_directory, "1"), "app", "1.0", "<required-package><name>base</name><min-version>1.2</min-version></required-package>");
        Write(Path.Combine(_directory, "2"), "base", "1.10");
        using var services = Build(t => t.AddPackages([_directory]));
        services.GetRequiredService<PackageTable>().Loaded.Select(p => p.Metadata.Name).ShouldBe(["base", "app"]);
    }

    [Theory]
    [InlineData("<name>x</name>", "TJ3202", "'package-version' is missing")]
    [InlineData("<name>../x</name><package-version>1</package-version>", "TJ3202", "'../x' is no name")]
    [InlineData("<name>x</name><package-version>one</package-version>", "TJ3202", "'one' is no version")]
    [InlineData("<name>x</name><name>y</name><package-version>1</package-version>", "TJ3202", "'name' is there twice")]
    [InlineData("<name>x</name><package-version>1</package-version><colour>red</colour>", "TJ3202", "'colour' is unknown here")]
    [InlineData("<name>x</name><package-version>1</package-version><plugin><assembly>../x.dll</assembly><class>X</class></plugin>", "TJ3202", "'../x.dll' is no path in the package's folder")]
    [InlineData("<name>x</name><package-version>1</package-version><plugin><assembly>x.dll</assembly></plugin>", "TJ3202", "'class' is missing")]
    [InlineData("<name>x</name><package-version>1</package-version><plugin><assembly>x.dll</assembly><class>X</class></plugin>", "TJ3206", "there is no such file")]
    [InlineData("<name>x</name><package-version>1</package-version><taiji-min-version>99.0</taiji-min-version>", "TJ3205", "needs Taiji 99.0 or newer")]
    [InlineData("<name>x</name><package-version>1</package-version><required-package><name>y</name></required-package>", "TJ3204", "needs package 'y', which is not there")]
    [InlineData("<name>x</name><package-version>1</package-version><required-package><name>x</name></required-package>", "TJ3204", "which needs it in turn: x → x")]
    [InlineData("<name>x", "TJ3202", "")]
    public void What_is_wrong_with_a_package_stops_the_start_with_its_place(string content, string id, string message)
    {
        Directory.CreateDirectory(Path.Combine(_directory, "p"));
        File.WriteAllText(Path.Combine(_directory, "p", "package-meta-data.xml"), $"<package xmlns=\"urn:taiji:package\">\n{content}</package>");
        var finding = Findings([_directory])[0];
        finding.Id.ShouldBe(id);
        finding.Message.ShouldContain(message);
        finding.Location.File.ShouldEndWith("p/package-meta-data.xml");
    }

    [Fact]
    public void Code_that_is_none_stops_the_start()
    {
        Write(Path.Combine(_directory, "a"), "a", "1.0", "<plugin><assembly>no.dll</assembly><class>No</class></plugin>");
        File.WriteAllText(Path.Combine(_directory, "a", "no.dll"), "text");
        Findings([_directory]).Single().Message.ShouldContain("BadImageFormatException");
        foreach (var (type, problem) in new[] { ("NtpPackage.Nothing", "it has no class 'NtpPackage.Nothing'"), ("NtpPackage.Clocks", "is no Taiji.Datastores.Packages.IPackageStartup") })
        {
            Write(Path.Combine(_directory, "a"), "a", "1.0", $"<plugin><assembly>NtpPackage.dll</assembly><class>{type}</class></plugin>");
            File.Copy(Path.Combine(Sample(), "NtpPackage.dll"), Path.Combine(_directory, "a", "NtpPackage.dll"), overwrite: true);
            Findings([_directory]).Single().Message.ShouldContain(problem);
        }
    }

    [Fact]
    public void Two_of_one_name_a_folder_without_packages_and_needs_in_a_circle_stop_the_start()
    {
        Write(Path.Combine(_directory, "1"), "a", "1.0");
        Write(Path.Combine(_directory, "2"), "a", "2.0");
        Findings([_directory]).Single().Id.ShouldBe("TJ3203");
        var empty = Directory.CreateDirectory(Path.Combine(_directory, "empty")).FullName;
        Findings([empty]).Single().Id.ShouldBe("TJ3201");
        Write(Path.Combine(empty, "1"), "x", "1.0", "<required-package><name>y</name></required-package>");
        Write(Path.Combine(empty, "2"), "y", "1.0", "<required-package><name>x</name></required-package>");
        Findings([empty]).Single().Message.ShouldContain("x → y → x");
    }

    [Fact]
    public void A_template_that_does_not_fit_the_modules_stops_the_start()
    {
        Write(Path.Combine(_directory, "a"), "a", "1.0");
        Directory.CreateDirectory(Path.Combine(_directory, "a", "templates"));
        File.WriteAllText(Path.Combine(_directory, "a", "templates", "t.xml"), """<config-template xmlns="http://tail-f.com/ns/config/1.0"><x xmlns="urn:none"/></config-template>""");
        using var services = Build(t => t.AddPackages([_directory]));
        var finding = Should.Throw<HostStartException>(services.GetRequiredService<Operations>).Diagnostics.Single();
        finding.ToString().ShouldEndWith("t.xml:1:59: error TJ3103: there is no 'x' in namespace 'urn:none' below config-template");
    }

    private static IReadOnlyList<Diagnostic> Findings(IReadOnlyList<string> directories) => Should.Throw<HostStartException>(() => Build(t => t.AddPackages(directories)).Dispose()).Diagnostics;

    private static void Write(string directory, string name, string version, string rest = "")
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "package-meta-data.xml"), $"<package xmlns=\"urn:taiji:package\"><name>{name}</name><package-version>{version}</package-version>{rest}</package>");
    }

    private static string Sample()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Taiji.slnx"))) directory = directory.Parent;
        return Path.Combine(directory.FullName, "samples/NtpPackage", Path.GetRelativePath(Path.Combine(directory.FullName, "tests/Taiji.Datastores.Tests"), AppContext.BaseDirectory));
    }

    private static ServiceProvider Build(Action<TaijiBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        configure(services.AddTaiji().Configure(o => o.RequireOperationHandlers = false));
        return services.BuildServiceProvider();
    }

    private static Task<EditResult> AddServerAsync(Operations operations, Session session, string address)
    {
        var path = new DataPath(operations.Schema).Child("acme-ntp:ntp").Entry("server", address);
        return operations.EditAsync(session, Datastore.Running, [Merge(operations, e => e.Create(path))], new EditOptions(), CancellationToken.None);
    }

    private static Task<EditResult> ConfigureSiteAsync(Operations operations, Session session)
    {
        var site = DataPath.Parse(operations.Schema, Site);
        return operations.EditAsync(session, Datastore.Running, [Merge(operations, e =>
        {
            e.SetText(site.Child("backup"), "true");
            e.SetText(site.Entry("clock", "10.1.1.1").Child("role"), "primary");
            e.SetText(site.Entry("clock", "10.1.1.2").Child("role"), "second");
        })], new EditOptions(), CancellationToken.None);
    }

    private static Edit Merge(Operations operations, Action<DataTreeEditor> write)
    {
        var editor = DataTree.Empty(operations.Schema).Edit();
        write(editor);
        return new Edit(EditOperation.Merge, new DataPath(operations.Schema), editor.Seal());
    }

    private static Task<DataTree> ApplyAsync(Operations operations, Session session, string datastore, params (string Name, string Value)[] variables)
    {
        var rpc = (OperationNode)operations.Schema.Root.FindChild(operations.Schema.FindModule("taiji-packages")!, "apply-template")!;
        var root = new DataPath(operations.Schema, rpc.Input);
        var input = DataTree.Empty(operations.Schema, rpc.Input).Edit();
        input.SetText(root.Child("name"), "acme-ntp-site");
        input.SetText(root.Child("datastore"), datastore);
        input.SetText(root.Child("context"), Site);
        foreach (var (name, value) in variables) input.SetText(root.Entry("variable", name).Child("value"), value);
        return operations.InvokeAsync(session, rpc, null, input.Seal(), CancellationToken.None);
    }

    private sealed class Listener(List<string?> heard) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => heard.Add(value.Message);
    }
}
