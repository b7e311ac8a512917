using System.Globalization;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Schema;

public sealed class ExtensionHandlerTests
{
    private const string Acme = "module acme-units { yang-version 1.1; namespace urn:acme; prefix acme; extension scale { argument factor; } extension unit-system { argument name; } }";

    [Fact]
    public void A_handler_attaches_a_value_to_each_node_that_a_grouping_becomes()
    {
        var schema = Compile("grouping g { leaf x { type int32; acme:scale 0.5; } } container a { uses g; } container b { uses g { refine x { acme:scale 2; } } }").GetSchemaOrThrow();

        var scales = schema.Nodes.OfType<LeafNode>().ToDictionary(n => n.SchemaPath, n => string.Join(" ", n.Extensions.Select(e => (Scale)e.Value!)));

        scales.ShouldBe(new Dictionary<string, string> { ["/m:a/x"] = "/m:a/x*0.5", ["/m:b/x"] = "/m:b/x*0.5 /m:b/x*2" });
    }

    [Fact]
    public void A_handler_reports_with_its_own_id_at_the_place_of_the_statement() =>
        Compile("leaf x { type int32; acme:scale nothing; }").Diagnostics.Select(d => d.ToString())
            .ShouldBe(["m:2:33: error ACME1: 'nothing' is no factor."]);

    [Theory]
    [InlineData("container c { acme:scale 1; }", "TJ1021 2:15")]
    [InlineData("leaf x { type int32; acme:scale 1; acme:scale 2; }", "TJ1023 2:36")]
    [InlineData("leaf x { type int32; acme:scale 1 { type int8; } }", "TJ1021 2:37")]
    [InlineData("leaf x { type int32; acme:scale 1 { description x; description y; } }", "TJ1023 2:52")]
    [InlineData("leaf x { type int32; acme:scale 1 { description x; acme:unit-system y; } }", "")]
    public void Where_it_may_stand_and_what_it_may_hold_is_checked_for_it(string body, string expected) =>
        string.Join(", ", Compile(body).Diagnostics.Select(d => $"{d.Id} {d.Location.Line}:{d.Location.Column}")).ShouldBe(expected);

    [Fact]
    public void A_handler_attaches_a_value_to_a_module() =>
        Compile("acme:unit-system metric;").GetSchemaOrThrow().FindModule("m")!.Extensions.ShouldHaveSingleItem().Value.ShouldBe("METRIC of m");

    [Fact]
    public void A_handler_that_names_no_YANG_statement_is_refused() =>
        Should.Throw<ArgumentException>(() => new ExtensionHandler("m", "e") { Substatements = "leaf* leef?" });

    [Fact]
    public void The_body_of_a_yang_data_or_structure_is_compiled_to_a_tree_of_its_own()
    {
        var schema = Compile(
            """
            import ietf-restconf { prefix rc; } import ietf-yang-structure-ext { prefix sx; }
            rc:yang-data errors { container errors { list error { leaf tag { type string; } } } }
            sx:structure message { leaf id { type uint8; default 7; } } sx:augment-structure /m:message { leaf-list more { type leafref { path ../id; } } }
            """).GetSchemaOrThrow();

        var roots = schema.FindModule("m")!.Extensions.Select(e => e.Value).OfType<SchemaRoot>().ToList();

        roots.SelectMany(r => r.DataChildren).Select(n => n.SchemaPath).ShouldBe(["/m:errors", "/m:message"]);
        var message = (ContainerNode)roots[1].DataChildren[0];
        message.DataChildren.Select(n => n.Name).ShouldBe(["id", "more"]);
        ((LeafNode)message.DataChildren[0]).DefaultTexts.ShouldBe(["7"]);
        schema.Root.DataChildren.ShouldBeEmpty();
    }

    [Fact]
    public void An_annotation_has_its_type() =>
        Compile("import ietf-yang-metadata { prefix md; } md:annotation seen { type uint16; }").GetSchemaOrThrow().FindModule("m")!
            .Extensions.ShouldHaveSingleItem().Value.ShouldBeOfType<IntegerType>().BuiltIn.ShouldBe(BuiltInType.UInt16);

    private static CompileResult Compile(string body)
    {
        var compiler = new SchemaCompiler(new SchemaCompilerOptions { ExtensionHandlers = [new ScaleHandler(), new UnitSystemHandler()] });
        compiler.AddModuleText(Acme);
        compiler.ImplementText($"module m {{ yang-version 1.1; namespace urn:m; prefix m; import acme-units {{ prefix acme; }}\n{body}\n}}", "m");
        return compiler.Compile();
    }

    private sealed record Scale(string Path, double Factor)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path}*{Factor}");
    }

    private sealed class ScaleHandler : ExtensionHandler
    {
        private static readonly DiagnosticDescriptor NoFactor = new("ACME1", DiagnosticSeverity.Error, "'{0}' is no factor.", "acme-units");

        public ScaleHandler()
            : base("acme-units", "scale")
        {
            Parents = ["leaf", "leaf-list", "refine"];
            Substatements = "description? reference?";
            IsSingle = true;
        }

        public override void Check(ExtensionUse use)
        {
            if (!double.TryParse(use.Statement.Argument, CultureInfo.InvariantCulture, out _)) use.Report(NoFactor, use.Statement.ArgumentLocation, use.Statement.Argument);
        }

        public override object? AttachToNode(ExtensionInstance instance, SchemaNode node) =>
            new Scale(node.SchemaPath, double.Parse(instance.Argument!, CultureInfo.InvariantCulture));
    }

    private sealed class UnitSystemHandler() : ExtensionHandler("acme-units", "unit-system")
    {
        public override object? AttachToModule(ExtensionInstance instance, YangModule module) => $"{instance.Argument!.ToUpperInvariant()} of {module.Name}";
    }
}
