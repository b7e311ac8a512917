using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Schema;

/// <summary>Files that are no modules, or not the ones they seem: a diagnostic each, and the rest is compiled and reported all the same.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Good = "module good { namespace urn:good; prefix g; leaf a { type nope; } }";

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-").FullName;

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "zeros.yang", new byte[4096], "TJ1005 zeros.yang:1:1" },
        { "elf.yang", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0], "TJ1005 elf.yang:1:5" },
        { "utf16.yang", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Module("utf16"))).ToArray(), "TJ1004 utf16.yang:1:1" },
        { "latin1.yang", Encoding.Latin1.GetBytes(Module("latin1", "description \"d\u00e9j\u00e0\";")), "TJ1004 latin1.yang:2:15" },
        { "empty.yang", [], "TJ1003 empty.yang:1:1" },
        { "blank.yang", "\n \t\n"u8.ToArray(), "TJ1003 blank.yang:1:1" },
        { "comment.yang", "// nothing here"u8.ToArray(), "TJ1015 comment.yang:1:1" },
        { "prose.yang", "Dear reader, this is a letter."u8.ToArray(), "TJ1015 prose.yang:1:1" },
        { "half.yang", "module half { namespace urn:half; prefix h; container c {"u8.ToArray(), "TJ1013 half.yang:1:58" },
        { "json.yang", "{ \"module\": 1 }"u8.ToArray(), "TJ1006 json.yang:1:1" },
        { "itself.yang", Encoding.UTF8.GetBytes(Module("itself", "import itself { prefix i; }")), "TJ1107 itself.yang:2:8" },
        { "lonely.yang", Encoding.UTF8.GetBytes(Module("lonely", "import nobody { prefix n; } leaf a { type n:t; }")), "TJ1101 lonely.yang:2:8" },
        { "parted.yang", Encoding.UTF8.GetBytes(Module("parted", "include nothing; uses g;")), "TJ1102 parted.yang:2:9" },
        { "other.yang", Encoding.UTF8.GetBytes(Module("another")), "TJ1115 other.yang:1:8" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_bad_file_is_one_diagnostic_and_the_other_module_gets_its_own(string name, byte[] bytes, string expected)
    {
        Write(name, bytes);
        Write("good.yang", Encoding.UTF8.GetBytes(Good));

        Compile(name, "good.yang").ShouldBe([expected, "TJ1206 good.yang:1:59"], ignoreOrder: true);
    }

    [Fact]
    public void A_directory_with_the_name_of_a_module_is_one_diagnostic()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "dir.yang"));
        Write("good.yang", Encoding.UTF8.GetBytes(Good));

        Compile("dir.yang", "good.yang").ShouldBe(["TJ1002 dir.yang:1:1", "TJ1206 good.yang:1:59"]);
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_diagnostic() => Compile("gone.yang").ShouldBe(["TJ1001 gone.yang:1:1"]);

    [Fact]
    public void A_byte_order_mark_is_no_fault()
    {
        Write("marked.yang", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Module("marked"))]);

        Compile("marked.yang").ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_files_for_one_revision_the_first_is_taken_and_the_other_pointed_out()
    {
        Write("user.yang", Encoding.UTF8.GetBytes(Module("user", "import lib { prefix l; } leaf a { type l:t; }")));
        Write("a/lib@2024-01-01.yang", Encoding.UTF8.GetBytes(Module("lib", "revision 2024-01-01; typedef t { type int8; }")));
        Write("b/lib.yang", Encoding.UTF8.GetBytes(Module("lib", "revision 2024-01-01; typedef t { type int16; }")));
        Write("c/lib.yang", Encoding.UTF8.GetBytes(Module("lib", "revision 2024-01-01; typedef t { type int8; }")));

        Compile("user.yang").ShouldBe(["TJ1119 lib.yang:1:8"]);
    }

    [Fact]
    public void The_newest_of_several_revisions_is_taken_whatever_the_files_are_called()
    {
        Write("user.yang", Encoding.UTF8.GetBytes(Module("user", "import lib { prefix l; } leaf a { type l:new; }")));
        Write("lib.yang", Encoding.UTF8.GetBytes(Module("lib", "revision 2023-01-01; typedef old { type int8; }")));
        Write("lib@2024-01-01.yang", Encoding.UTF8.GetBytes(Module("lib", "revision 2024-01-01; typedef new { type int8; }")));

        Compile("user.yang").ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Module(string name, string body = "") => $"module {name} {{ yang-version 1.1; namespace urn:{name}; prefix p;\n{body}\n}}";

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private List<string> Compile(params string[] files)
    {
        var compiler = new SchemaCompiler(_directory);
        foreach (var file in files) compiler.Implement(Path.Combine(_directory, file));
        return [.. compiler.Compile().Diagnostics.Select(d => $"{d.Id} {Path.GetFileName(d.Location.File)}:{d.Location.Line}:{d.Location.Column}")];
    }
}
