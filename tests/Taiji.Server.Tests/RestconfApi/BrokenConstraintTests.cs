using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class BrokenConstraintTests : RestconfTest
{
    [Fact]
    public async Task A_broken_must_is_412_with_its_own_app_tag_and_message_and_nothing_is_stored()
    {
        var reply = await Host.PatchAsync(Shop, """{"shop:shop":{"low":5,"high":1}}""");
        reply.ShouldBeError(412, "operation-failed");
        reply.Body.ShouldContain("range-empty");
        reply.ErrorMessage.ShouldBe("Low is above high.");
        reply.ErrorPath.ShouldBe("/shop:shop/low");
        (await Host.GetAsync($"{Shop}/low")).ShouldBeError(404, "invalid-value");
    }

    [Fact]
    public async Task A_leafref_to_nothing_is_409_data_missing_instance_required()
    {
        var reply = await Host.PutAsync($"{Shop}/owner", """{"shop:owner":"nobody"}""");
        reply.ShouldBeError(409, "data-missing");
        reply.Body.ShouldContain("instance-required");
        reply.ErrorPath.ShouldBe("/shop:shop/owner");
    }
}
