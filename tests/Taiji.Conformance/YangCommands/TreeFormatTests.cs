namespace Taiji.Conformance.YangCommands;

/// <summary><c>taiji yang tree --format</c>, and YIN where modules are taken.</summary>
public sealed class TreeFormatTests : IDisposable
{
    private readonly TempFiles _files = new();

    [Theory]
    [InlineData("ietf-interfaces")]
    [InlineData("ietf-system")]
    [InlineData("ietf-restconf")]
    [InlineData("ietf-alarms")]
    public async Task A_module_is_the_same_by_way_of_YIN_and_back(string module)
    {
        var yang = (await YangRun.ProcessAsync("tree", "--format", "yang", "-p", SharedFacts.At("yang"), module)).Succeeded;
        var yin = (await YangRun.ProcessAsync("tree", "--format", "yin", "-p", SharedFacts.At("yang"), module)).Succeeded;
        var file = _files.Add(module + ".yin", yin);
        (await YangRun.ProcessAsync("tree", "--format", "yang", "-p", SharedFacts.At("yang"), file)).Succeeded.ShouldBe(yang);
        (await YangRun.ProcessAsync("check", "-p", SharedFacts.At("yang"), file)).Status.ShouldBe(0);
        (await YangRun.ProcessAsync("tree", "-p", SharedFacts.At("yang"), file)).Succeeded.ShouldBe((await YangRun.ProcessAsync("tree", "-p", SharedFacts.At("yang"), module)).Output);
    }

    [Fact]
    public async Task A_module_in_YIN_is_found_by_name_and_imported()
    {
        _files.Add("t.yin", """
            <?xml version="1.0"?>
            <module name="t" xmlns="urn:ietf:params:xml:ns:yang:yin:1"><namespace uri="urn:t"/><prefix value="t"/><typedef name="p"><type name="uint8"/></typedef></module>
            """);
        _files.Add("m.yang", "module m { namespace urn:m; prefix m; import t { prefix t; } leaf l { type t:p; } }");
        (await YangRun.ProcessAsync("tree", "-p", _files.Root, "m")).Succeeded.ShouldContain("+--rw l?   t:p");
    }

    [Fact]
    public async Task A_YIN_file_that_is_broken_is_reported_at_its_place()
    {
        var file = _files.Add("m.yin", "<module name='m' xmlns='urn:ietf:params:xml:ns:yang:yin:1'>\n  <leaf name='l'>\n</module>");
        var result = await YangRun.ProcessAsync("check", file);
        result.Status.ShouldBe(1);
        result.Error.ShouldStartWith($"{file}:3:3: error TJ1051: ");
    }

    [Fact]
    public void Jtox_has_modules_annotations_and_data_nodes_with_types_and_keys()
    {
        var module = _files.Add("m.yang", """
            module m {
              yang-version 1.1; namespace urn:m; prefix p;
              import ietf-yang-metadata { prefix md; }
              md:annotation note { type uint8; }
              md:annotation text { type string; }
              container c {
                list l { key "a b"; leaf a { type decimal64 { fraction-digits 2; } } leaf b { type leafref { path ../../d; } } leaf-list e { type union { type int8; type string; } } }
                choice x { case y { leaf d { type identityref { base i; } } } anydata z; }
              }
              identity i;
            }
            """);
        var other = _files.Add("n.yang", "module n { namespace urn:n; prefix n; import m { prefix p; } augment /p:c { leaf f { type bits { bit b; } } } rpc r; }");
        YangRun.Here("tree", "--format", "jtox", module, other).Output.ShouldBe("""
            {"modules":{"ietf-yang-metadata":["md","urn:ietf:params:xml:ns:yang:ietf-yang-metadata"],"m":["p","urn:m"],"n":["n","urn:n"]},
            "tree":{"m:c":["container",{"l":["list",{"a":["leaf",["decimal64",2]],"b":["leaf","identityref"],"e":["leaf-list",["union",["int8","string"]]]},[["m","a"],["m","b"]]],
            "d":["leaf","identityref"],"z":["anydata"],"n:f":["leaf","bits"]}]},"annotations":{"m:note":"uint8","m:text":"string"}}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public void A_tree_has_sections_for_yang_data_and_structures()
    {
        var module = _files.Add("m.yang", """
            module m {
              yang-version 1.1; namespace urn:m; prefix m;
              import ietf-restconf { prefix rc; }
              import ietf-yang-structure-ext { prefix sx; }
              rc:yang-data d { container c { leaf a { type string; } } }
              sx:structure s { leaf b { type int8; mandatory true; } }
            }
            """);
        YangRun.Here("tree", module).Output.ShouldBe("module: m\n");
        YangRun.Here("tree", "--structures", module).Output.ShouldBe("""
            module: m

              yang-data d:
                +-- c
                   +-- a?   string

              structure s:
                +-- b    int8

            """);
    }

    [Fact]
    public void A_tree_is_drawn_down_to_a_depth_or_along_a_path()
    {
        var module = _files.Add("m.yang", """
            module m {
              yang-version 1.1; namespace urn:m; prefix m;
              container a {
                container b { leaf c { type string; } leaf d { type int8; } }
                choice e { case f { container g { leaf h { type string; } } } leaf i { type string; } }
              }
              leaf k { type string; }
              rpc r;
            }
            """);
        YangRun.Here("tree", "--depth", "2", module).Output.ShouldBe("""
            module: m
              +--rw a
              |  +--rw b
              |  |  ...
              |  +--rw (e)?
              |     ...
              +--rw k?   string

              rpcs:
                +---x r

            """);
        YangRun.Here("tree", "--path", "/m:a/g", module).Output.ShouldBe("""
            module: m
              +--rw a
                 +--rw (e)?
                    +--:(f)
                       +--rw g
                          +--rw h?   string

            """);
    }

    [Theory]
    [InlineData("--path", "/m:a/nothing", "there is no such node")]
    [InlineData("--path", "a", "begins with '/'")]
    [InlineData("--depth", "0", "at least one level")]
    [InlineData("--depth", "deep", "deep")]
    public async Task A_part_that_is_not_there_cannot_be_drawn(string option, string value, string expected)
    {
        var module = _files.Add("m.yang", "module m { namespace urn:m; prefix m; container a; }");
        var result = await YangRun.ProcessAsync("tree", option, value, module);
        result.Status.ShouldBe(2);
        result.Error.ShouldContain(expected);
    }

    [Fact]
    public async Task An_unknown_form_is_an_unusable_option()
    {
        var result = await YangRun.ProcessAsync("tree", "--format", "pdf", "ietf-interfaces");
        result.Status.ShouldBe(2);
        result.Error.ShouldContain("'pdf'");
    }

    public void Dispose() => _files.Dispose();
}
