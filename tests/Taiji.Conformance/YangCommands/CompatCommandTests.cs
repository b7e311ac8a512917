namespace Taiji.Conformance.YangCommands;

/// <summary><c>taiji yang compat OLD NEW</c>.</summary>
public sealed class CompatCommandTests : IDisposable
{
    private readonly TempFiles _files = new();

    [Fact]
    public async Task A_good_update_says_nothing_and_a_bad_one_names_both_places()
    {
        var old = _files.Add("1/m@2026-01-01.yang", "module m { namespace urn:m; prefix m; revision 2026-01-01; leaf a { type int8; default 1; } }");
        var good = _files.Add("2/m@2026-02-01.yang", "module m { namespace urn:m; prefix m; revision 2026-02-01; revision 2026-01-01; leaf a { type int8; default 1; } leaf b { type string; } }");
        var bad = _files.Add("3/m@2026-03-01.yang", "module m { namespace urn:m; prefix m; revision 2026-03-01; leaf a { type int8; default 2; } }");
        (await YangRun.ProcessAsync("compat", old, good)).ShouldBe(new ClientResult(0, "", ""));
        var result = await YangRun.ProcessAsync("compat", old, bad);
        result.Status.ShouldBe(1);
        result.Error.ShouldBe($"{bad}:1:60: error TJ1506: '/m:a': 'default' was \"1\" and is \"2\" now. (see {old}:1:60)\n");
    }

    [Theory]
    [InlineData("ietf-interfaces")]
    [InlineData("ietf-inet-types")]
    [InlineData("ietf-netconf-acm")]
    public async Task A_published_module_is_compatible_with_itself(string module) =>
        (await YangRun.ProcessAsync("compat", "-p", SharedFacts.At("yang"), module, module)).Succeeded.ShouldBeEmpty();

    [Fact]
    public async Task A_module_that_is_not_there_is_told()
    {
        (await YangRun.ProcessAsync("compat", Path.Combine(_files.Root, "no.yang"), "ietf-interfaces")).Status.ShouldBe(2);
        (await YangRun.ProcessAsync("compat", "no-such-module", "ietf-interfaces")).Status.ShouldBe(1);
        (await YangRun.ProcessAsync("compat", "ietf-interfaces")).Status.ShouldBe(2);
    }

    public void Dispose() => _files.Dispose();
}
