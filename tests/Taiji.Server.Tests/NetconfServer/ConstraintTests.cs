using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

public sealed class ConstraintTests
{
    [Theory]
    [InlineData("<x xmlns='urn:t'><y><a>1</a></y><y><a>2</a></y><limit>2</limit></x>", ErrorTag.OperationFailed, "/t:x/t:limit", "full")]
    [InlineData("<x xmlns='urn:t'><y><a>1</a><sees>77</sees></y></x>", ErrorTag.DataMissing, "/t:x/t:y[t:a='1']/t:sees", "instance-required")]
    [InlineData("<other xmlns='urn:t'/>", ErrorTag.DataMissing, null, null)]
    public async Task A_broken_constraint_refuses_the_edit_the_commit_and_the_validation(string config, string tag, string? path, string? appTag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("candidate", config);
        foreach (var refused in new Func<Task>[]
        {
            () => client.EditConfigAsync("running", config), () => client.ValidateAsync("candidate"), () => client.CommitAsync(),
            () => client.RpcAsync($"<validate><source><config>{config}</config></source></validate>"),
        })
        {
            var error = (await Should.ThrowAsync<RpcErrorException>(refused)).Errors.ShouldHaveSingleItem();
            error.Tag.ShouldBe(tag);
            if (path is not null) error.Path.ShouldBe(path);
            if (appTag is not null) error.AppTag.ShouldBe(appTag);
        }

        (await TestStack.ConfigAsync(client)).ShouldBe("");
    }

    [Fact]
    public async Task A_missing_mandatory_parameter_is_refused_before_the_handler_is_asked()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        (await TestStack.ErrorAsync(client, "<ping xmlns='urn:t'/>")).Tag.ShouldBeOneOf(ErrorTag.MissingElement, ErrorTag.DataMissing);
    }
}
