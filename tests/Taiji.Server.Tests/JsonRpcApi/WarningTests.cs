using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>What validators warn of is told by those who validate, and refuses nothing.</summary>
public sealed class WarningTests : JsonRpcTest
{
    private const string Warnings = """{"warnings": [{"paths": ["/dhcp:dhcp/class{gold}/rank", "/dhcp:dhcp/class{tin}/rank"], "message": "a rank of more than 100"}]}""";

    [Theory]
    [InlineData("""{"mode": "read_write"}""")]
    [InlineData("""{"mode": "read_write", "db": "candidate"}""")]
    [InlineData("""{"mode": "read_write", "conf_mode": "exclusive"}""")]
    public async Task A_validation_tells_the_warnings_with_their_paths_and_the_commit_goes_through(string parameters)
    {
        var th = await BeginAsync(parameters);
        (await Client.CallAsync("validate_trans", $$"""{"th": {{th}}}""")).ShouldBeJson(Warnings);
        (await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""")).ShouldBeJson(Warnings);
        (await Client.CallAsync("commit", $$"""{"th": {{th}}}""")).ShouldBeJson("{}");
        (await Client.CallAsync("exists", $$"""{"th": {{await Client.BeginAsync("{}")}}, "path": "/dhcp:dhcp/class{tin}/rank"}""")).ShouldBeJson("""{"exists": true}""");
    }

    [Fact]
    public async Task Apply_validates_and_tells_them_too()
    {
        var th = await BeginAsync("""{"mode": "read_write"}""");
        (await Client.CallAsync("apply", $$"""{"th": {{th}}}""")).ShouldBeJson(Warnings);
    }

    [Fact]
    public async Task What_validators_refuse_is_told_as_errors_with_paths()
    {
        var th = await BeginAsync("""{"mode": "read_write"}""");
        await Client.CallAsync("create", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class{lead}"}""");
        foreach (var method in new[] { "validate_trans", "validate_commit", "apply" })
        {
            var error = await Client.FailAsync(method, $$"""{"th": {{th}}}""", "trans.validation_failed");
            error["data"]!["errors"]!.AsArray().Single(e => e!["message"]!.GetValue<string>() == "lead is heavy")!["paths"].ShouldBeJson("""["/dhcp:dhcp/class{lead}"]""");
        }
    }

    [Fact]
    public async Task Without_warnings_the_result_is_empty()
    {
        var th = await Client.BeginAsync();
        await Client.CallAsync("create", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class{gold}"}""");
        (await Client.CallAsync("validate_trans", $$"""{"th": {{th}}}""")).ShouldBeJson("{}");
        (await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""")).ShouldBeJson("{}");
    }

    private async Task<int> BeginAsync(string parameters)
    {
        var th = await Client.BeginAsync(parameters);
        foreach (var name in new[] { "gold", "tin" })
        {
            await Client.CallAsync("create", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class{{{name}}}"}""");
            await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class{{{name}}}/rank", "value": 101}""");
        }

        return th;
    }
}
