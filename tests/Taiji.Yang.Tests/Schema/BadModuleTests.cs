using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Schema;

/// <summary>Bad module text → the exact ids and places. Bodies start at line 2, column 1 of a YANG 1.1 module <c>m</c>.</summary>
public sealed class BadModuleTests
{
    [Theory]
    [InlineData("leaf a { }", "TJ1024 2:1")]
    [InlineData("leef a;", "TJ1020 2:1")]
    [InlineData("leaf a { type string; type int8; }", "TJ1023 2:23")]
    [InlineData("leaf a { type string; key x; }", "TJ1021 2:23")]
    [InlineData("leaf a { type string; config maybe; }", "TJ1027 2:30")]
    [InlineData("leaf 1a { type string; }", "TJ1027 2:6")]
    [InlineData("container a { presence; }", "TJ1025 2:15")]
    [InlineData("leaf a { type strng; }", "TJ1206 2:15")]
    [InlineData("leaf a { type x:t; }", "TJ1110 2:15")]
    [InlineData("leaf a { type string; } container a;", "TJ1301 2:25")]
    [InlineData("choice c { leaf a { type int8; } case b { leaf a { type int8; } } }", "TJ1301 2:43")]
    [InlineData("uses nothing;", "TJ1208 2:6")]
    [InlineData("grouping g { leaf a { type int8; } } uses g { refine b { mandatory true; } }", "TJ1305 2:54")]
    [InlineData("grouping g { leaf a { type int8; } } uses g { refine a { presence x; } }", "TJ1304 2:58")]
    [InlineData("augment /m:x { leaf a { type int8; } }", "TJ1306 2:9")]
    [InlineData("leaf a { type int8; } augment /m:a { leaf b { type int8; } }", "TJ1308 2:31")]
    [InlineData("list l { leaf a { type int8; } }", "TJ1317 2:1")]
    [InlineData("list l { key b; leaf a { type int8; } }", "TJ1318 2:14")]
    [InlineData("list l { key \"a a\"; leaf a { type int8; } }", "TJ1319 2:14")]
    [InlineData("list l { key a; leaf a { type int8; when 1; } }", "TJ1322 2:17")]
    [InlineData("list l { key a; unique x; leaf a { type int8; } }", "TJ1323 2:24")]
    [InlineData("container c { config false; leaf a { type int8; config true; } }", "TJ1315 2:49")]
    [InlineData("leaf a { type int8; default x; }", "TJ1328 2:29")]
    [InlineData("leaf a { type int8; mandatory true; default 1; }", "TJ1327 2:37")]
    [InlineData("leaf-list a { type int8; min-elements 3; max-elements 2; }", "TJ1326 2:26")]
    [InlineData("choice c { default x; leaf a { type int8; } }", "TJ1330 2:20")]
    [InlineData("leaf a { type leafref { path ../b; } }", "TJ1333 2:30")]
    [InlineData("leaf a { type leafref { path ../b; } } leaf b { type leafref { path ../a; } }", "TJ1336 2:1")]
    [InlineData("leaf a { type int8 { range 1..1000; } }", "TJ1207 2:28")]
    [InlineData("leaf a { must \"1 +\"; type int8; }", "TJ1332 2:19")]
    [InlineData("typedef t { type u; } typedef u { type t; } leaf a { type t; }", "TJ1204 2:40")]
    [InlineData("identity a { base b; }", "TJ1214 2:19")]
    [InlineData("leaf a { type leafref { path ../b; } default x; } leaf b { type leafref { path ../nope; } }", "TJ1333 2:80")]
    [InlineData("leaf a { if-feature \"f and\"; type int8; } feature f;", "TJ1213 2:21")]
    [InlineData("leaf a { if-feature g; type int8; } feature f;", "TJ1210 2:21")]
    [InlineData("leaf a { m:ext; type int8; }", "TJ1216 2:10")]
    [InlineData("import nowhere { prefix n; }", "TJ1101 2:8")]
    [InlineData("import m { prefix x; }", "TJ1107 2:8")]
    [InlineData("include sub;", "TJ1102 2:9")]
    [InlineData("leaf a { type int8; } import ietf-yang-types { prefix yt; }", "TJ1028 2:23")]
    [InlineData("typedef string { type int8; }", "TJ1203 2:9")]
    [InlineData("typedef t { type int8; } container c { typedef t { type int8; } }", "TJ1202 2:48")]
    [InlineData("leaf a { type int8; } deviation /m:a { deviate add { mandatory true; } deviate delete { default 1; } }", "TJ1313 2:89")]
    [InlineData("rpc r { input { notification n; } }", "TJ1021 2:17")]
    [InlineData("leaf a { typ int8; } leaf b { type nope; } uses nothing;", "TJ1020 2:10, TJ1206 2:36, TJ1208 2:49")]
    public void Each_fault_is_reported_where_it_stands(string body, string expected)
    {
        var result = SchemaCompiler.FromTexts($"module m {{ yang-version 1.1; namespace urn:m; prefix m;\n{body}\n}}");

        result.Schema.ShouldBeNull();
        string.Join(", ", result.Diagnostics.Select(d => $"{d.Id} {d.Location.Line}:{d.Location.Column}")).ShouldBe(expected);
    }

    [Fact]
    public void A_must_whose_path_can_find_nothing_is_a_warning_only()
    {
        var result = SchemaCompiler.FromTexts("module m { namespace urn:m; prefix m;\nleaf a { type string; must \"../b\"; } }");

        result.Schema.ShouldNotBeNull();
        result.Diagnostics.ShouldHaveSingleItem().ToString().ShouldStartWith("text1:2:32: warning TJ1341: '../b' can never find a node: No 'b'");
    }

    [Fact]
    public void A_misspelt_name_is_answered_with_the_right_one()
    {
        var result = SchemaCompiler.FromTexts("module m { namespace urn:m; prefix m; leaf a { type strng; } lef b; }");

        result.Diagnostics.Select(d => d.Message).ShouldBe(
            ["There is no type 'strng'; did you mean 'string'?", "'lef' is no YANG statement; did you mean 'leaf'?"]);
    }
}
