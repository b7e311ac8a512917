using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Schema;

public sealed class ModuleOrderTests
{
    private static readonly string[] Texts =
    [
        "module a { namespace urn:a; prefix a; container top; }",
        "module b { namespace urn:b; prefix b; import a { prefix a; } augment /a:top { container mid; } }",
        "module c { namespace urn:c; prefix c; import a { prefix a; } import b { prefix b; } import d { prefix d; } augment /a:top/b:mid { leaf low { type leafref { path /d:other; } } } }",
        "module d { namespace urn:d; prefix d; import a { prefix a; } leaf other { type nope; } augment /a:gone { leaf x { type int8; } } }",
    ];

    [Fact]
    public void Diagnostics_do_not_depend_on_the_order_of_the_modules()
    {
        var expected = Compile(Texts).Diagnostics.Select(d => d.ToString()).ToList();

        expected.Count.ShouldBe(2, string.Join('\n', expected));
        Compile(Texts.Reverse()).Diagnostics.Select(d => d.ToString()).ShouldBe(expected);
    }

    [Fact]
    public void A_schema_does_not_depend_on_the_order_of_the_modules()
    {
        var texts = Texts.Select(t => t.Replace("type nope", "type string").Replace("augment /a:gone", "augment /a:top")).ToList();
        var expected = Compile(texts).GetSchemaOrThrow();
        var reversed = Compile(texts.AsEnumerable().Reverse()).GetSchemaOrThrow();

        reversed.ContentId.ShouldBe(expected.ContentId);
        reversed.Nodes.Select(n => n.SchemaPath).ShouldBe(expected.Nodes.Select(n => n.SchemaPath));
        expected.Nodes.Select(n => n.SchemaPath).ShouldBe(["/", "/a:top", "/a:top/b:mid", "/a:top/b:mid/c:low", "/a:top/d:x", "/d:other"]);
    }

    [Fact]
    public void An_imported_module_that_is_augmented_or_referred_to_becomes_implemented()
    {
        var compiler = new SchemaCompiler();
        compiler.AddModuleText("module used { namespace urn:u; prefix u; leaf x { type string; } }");
        compiler.AddModuleText("module grown { namespace urn:g; prefix g; container c; }");
        compiler.AddModuleText("module types { namespace urn:t; prefix t; typedef t { type string; } leaf y { type t; } }");
        compiler.ImplementText(
            """
            module m { namespace urn:m; prefix m; import used { prefix u; } import grown { prefix g; } import types { prefix t; }
              augment /g:c { leaf z { type t:t; } }
              leaf w { type string; must "/u:x = 't:y'"; }
            }
            """);

        var schema = compiler.Compile().GetSchemaOrThrow();

        schema.Modules.Where(m => m.IsImplemented).Select(m => m.Name).ShouldBe(["grown", "m", "used"]);
    }

    [Fact]
    public void Features_are_all_on_unless_set()
    {
        const string Text = "module m { namespace urn:m; prefix m; feature f; feature g; leaf a { if-feature f; type int8; } leaf b { if-feature g; type int8; } }";
        var some = new SchemaCompiler();
        some.ImplementText(Text);
        some.SetFeatures("m", ["g"]);

        SchemaCompiler.FromTexts(Text).GetSchemaOrThrow().Root.DataChildren.Select(n => n.Name).ShouldBe(["a", "b"]);
        some.Compile().GetSchemaOrThrow().Root.DataChildren.Select(n => n.Name).ShouldBe(["b"]);
    }

    private static CompileResult Compile(IEnumerable<string> texts)
    {
        var compiler = new SchemaCompiler();
        foreach (var text in texts) compiler.ImplementText(text, $"{text.Split(' ')[1]}.yang");
        return compiler.Compile();
    }
}
