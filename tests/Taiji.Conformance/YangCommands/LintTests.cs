namespace Taiji.Conformance.YangCommands;

/// <summary><c>taiji yang check --lint</c>.</summary>
public sealed class LintTests : IDisposable
{
    private readonly TempFiles _files = new();

    [Fact]
    public async Task Warnings_are_told_on_request_only_and_fail_nothing()
    {
        var file = _files.Add("m.yang", "module m { namespace urn:m; prefix m; }");
        (await YangRun.ProcessAsync("check", file)).ShouldBe(new ClientResult(0, "", ""));
        var result = await YangRun.ProcessAsync("check", "--lint", file);
        result.Status.ShouldBe(0);
        result.Error.Split('\n').ShouldContain($"{file}:1:1: warning TJ1601: The module has no 'organization' statement.");
    }

    public void Dispose() => _files.Dispose();
}
