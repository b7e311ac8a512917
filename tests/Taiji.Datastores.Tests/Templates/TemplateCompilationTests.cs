namespace Taiji.Datastores.Tests.Templates;

public sealed class TemplateCompilationTests : IDisposable
{
    private readonly TemplateHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("<device/>", "TJ3103 there is no 'device' in namespace 'http://tail-f.com/ns/config/1.0' below config-template")]
    [InlineData("<l:device><l:nope/></l:device>", "TJ3103 there is no 'nope' in namespace 'urn:test:links' below /links:device")]
    [InlineData("<l:up>true</l:up>", "TJ3104 '/links:up' is no configuration (config false)")]
    [InlineData("<l:device><l:interface><l:cost>1</l:cost></l:interface></l:device>", "TJ3105 an entry of list 'interface' needs its key 'name' as an element of its own")]
    [InlineData("<l:device><l:description>{1 +}</l:description></l:device>", "TJ3106 the expression '1 +' is wrong at character 4")]
    [InlineData("<l:device><l:description>{1</l:description></l:device>", "the closing brace is missing")]
    [InlineData("<?if {1}?><l:device/>", "TJ3107 the instruction 'if' is wrong: it has no end")]
    [InlineData("<?end?>", "TJ3107 the instruction 'end' is wrong: there is no if, foreach or for that it belongs to")]
    [InlineData("<?foreach {l:x}?><?else?><?end?>", "TJ3107 the instruction 'else' is wrong: it stands in a foreach, which has no branches")]
    [InlineData("<?if {1}?><?else?><?elif {2}?><?end?>", "TJ3107 the instruction 'elif' is wrong: nothing but end follows else")]
    [InlineData("<?if 1?><?end?>", "TJ3107 the instruction 'if' is wrong: one expression in braces was expected, not '1'")]
    [InlineData("<?for i=1; {2}?><?end?>", "TJ3107 the instruction 'for' is wrong: VARIABLE=VALUE; {CONDITION}; VARIABLE=VALUE was expected")]
    [InlineData("<?set 1x=1?>", "TJ3107 the instruction 'set' is wrong: VARIABLE=VALUE was expected, not '1x=1'")]
    [InlineData("<?while {1}?>", "TJ3107 the instruction 'while' is wrong: known are if")]
    [InlineData("<?expand None?>", "TJ3107 the instruction 'expand' is wrong: there is no macro 'None'")]
    [InlineData("<?macro M a?><?endmacro?><?expand M b='1'?>", "macro 'M' needs a value for 'a'")]
    [InlineData("<?macro M?><?expand M?><?endmacro?><?expand M?>", "macros expand one another deeper than 50")]
    [InlineData("<?macro M?>", "TJ3107 the instruction 'macro' is wrong: it has no endmacro")]
    [InlineData("<l:device tags='append'/>", "TJ3108 the attribute 'tags' is wrong: 'append' is none of merge, replace, create, nocreate, delete")]
    [InlineData("<l:device operation='delete'/>", "TJ3108 the attribute 'operation' is wrong: tags, insert and value are known")]
    [InlineData("<l:device insert='first'/>", "TJ3108 the attribute 'insert' is wrong: 'device' is not ordered by the user")]
    [InlineData("<l:device><l:order insert='before'>x</l:order></l:device>", "TJ3108 the attribute 'value' is wrong")]
    [InlineData("<l:device>text</l:device>", "TJ3109 in 'device': 'text' is text, where elements were expected")]
    [InlineData("<l:device><l:description><?if {1}?>x<?end?></l:description></l:device>", "TJ3109 in 'description': a leaf holds text with expressions in braces, no elements or instructions")]
    [InlineData("<l:device><l:interface><?if {1}?><l:name>x</l:name><?end?></l:interface></l:device>", "TJ3109 in 'interface': the key 'name' can't depend on an instruction")]
    public void What_is_wrong_with_a_template_stops_the_start(string content, string finding)
    {
        _host.Write("t", content);
        _host.Findings().ShouldContain(f => f.Contains(finding, StringComparison.Ordinal), string.Join('\n', _host.Findings()));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_line_and_column()
    {
        _host.WriteFile("a", TemplateHost.Start + "\n  <device xmlns='urn:test:links'>\n    <one/><two/>\n  </device>\n</config-template>");
        _host.WriteFile("b", "<config-template/>");
        _host.WriteFile("c", TemplateHost.Start + "\n<oops>");
        _host.WriteFile("d", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + TemplateHost.Start + "&e;</config-template>");
        var findings = _host.Findings();
        findings.Count.ShouldBe(5);
        findings.ShouldContain(f => f.StartsWith("3:6 TJ3103 there is no 'one'", StringComparison.Ordinal));
        findings.ShouldContain(f => f.StartsWith("3:12 TJ3103 there is no 'two'", StringComparison.Ordinal));
        findings.ShouldContain(f => f.StartsWith("1:2 TJ3102 a template's root element is config-template in http://tail-f.com/ns/config/1.0, not config-template", StringComparison.Ordinal));
        findings.Count(f => f.Contains("TJ3101", StringComparison.Ordinal)).ShouldBe(2);
        findings.ShouldAllBe(f => !f.Contains("root:", StringComparison.Ordinal));
    }
}
