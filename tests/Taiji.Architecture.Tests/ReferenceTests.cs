using System.Reflection;

namespace Taiji.Architecture.Tests;

/// <summary>Which project may reference which (docs/architecture.md, "Rooms").</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Sqlite = ["Microsoft.Data.Sqlite", "SQLitePCLRaw"];
    private static readonly string[] Abstractions =
        ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Hosting.Abstractions"];

    [Fact]
    public void Taiji_Yang_references_the_base_class_library_only() => Unexpected("Taiji.Yang").ShouldBeEmpty();

    [Fact]
    public void Taiji_Datastores_references_Taiji_Yang_abstractions_and_SQLite_only() =>
        Unexpected("Taiji.Datastores", ["Taiji.Yang", .. Abstractions, .. Sqlite]).ShouldBeEmpty();

    [Fact]
    public void Taiji_Netconf_references_Taiji_Yang_and_logging_only() =>
        Unexpected("Taiji.Netconf", "Taiji.Yang", "Microsoft.Extensions.Logging.Abstractions").ShouldBeEmpty();

    [Fact]
    public void Taiji_Ssh_references_the_base_class_library_only() => Unexpected("Taiji.Ssh").ShouldBeEmpty();

    [Fact]
    public void Taiji_Clients_references_no_server_and_no_datastores() =>
        Unexpected("Taiji.Clients", "Taiji.Yang", "Taiji.Netconf", "Taiji.Ssh", "Microsoft.Extensions.Logging.Abstractions").ShouldBeEmpty();

    [Fact]
    public void Taiji_Server_references_no_command_line() =>
        Assembly.Load("Taiji.Server").GetReferencedAssemblies().Select(a => a.Name).ShouldNotContain("System.CommandLine");

    [Fact]
    public void Nothing_that_is_shipped_references_what_is_for_tests() =>
        new[] { "Taiji.Yang", "Taiji.Datastores", "Taiji.Netconf", "Taiji.Ssh", "Taiji.Server" }
            .Where(a => Assembly.Load(a).GetReferencedAssemblies().Any(r => r.Name == "Taiji.Testing")).ShouldBeEmpty();

    private static IEnumerable<string> Unexpected(string assembly, params string[] allowed) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!)
            .Where(n => !n.StartsWith("System", StringComparison.Ordinal) && n != "netstandard" && n != "Microsoft.Win32.Primitives")
            .Where(n => !allowed.Any(a => n == a || (Sqlite.Contains(a) && n.StartsWith(a, StringComparison.Ordinal))));
}
