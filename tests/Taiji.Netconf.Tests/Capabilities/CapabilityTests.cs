using Taiji.Netconf.Capabilities;
using Taiji.Yang.Schema;

namespace Taiji.Netconf.Tests.Capabilities;

public sealed class CapabilityTests
{
    [Fact]
    public void Parameters_are_told_apart_from_the_URI()
    {
        var capability = Capability.Parse(" urn:x?module=a&features=b,c;d=%26e&flag ");
        capability.Uri.ShouldBe("urn:x");
        capability.Parameters.ShouldBe(new Dictionary<string, string> { ["module"] = "a", ["features"] = "b,c", ["d"] = "&e", ["flag"] = "" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData(CapabilityUris.Base11, CapabilityUris.Base11, CapabilityUris.Base11)]
    [InlineData(CapabilityUris.Base10, CapabilityUris.Base10, CapabilityUris.Base10)]
    [InlineData(CapabilityUris.Base10 + " " + CapabilityUris.Base11, CapabilityUris.Base11 + "?x=y", CapabilityUris.Base11)]
    [InlineData(CapabilityUris.Base10 + " " + CapabilityUris.Base11, CapabilityUris.Base10 + " " + CapabilityUris.Base11, CapabilityUris.Base11)]
    [InlineData(CapabilityUris.Base10, CapabilityUris.Base11, null)]
    [InlineData(CapabilityUris.Base10, "", null)]
    public void The_highest_common_version_is_used(string ours, string theirs, string? expected) =>
        new CapabilitySet(ours.Split(' ')).CommonBase(new CapabilitySet(theirs.Split(' '))).ShouldBe(expected);

    [Fact]
    public void Modules_of_YANG_1_are_capabilities_with_features_and_deviations_and_those_of_1_1_are_not()
    {
        var schema = SchemaCompiler.FromTexts(
        [
            "module one { namespace 'urn:one'; prefix o; revision 2020-01-01; feature f; feature g; leaf x { type string; } }",
            "module two { yang-version 1.1; namespace 'urn:two'; prefix t; leaf y { type string; } }",
            "module dev { namespace 'urn:dev'; prefix d; import one { prefix o; } deviation /o:x { deviate add { units u; } } }",
        ]).Schema.ShouldNotBeNull();
        ModuleCapability.ForVersion1(schema).Select(c => c.Text).ShouldBe(
            ["urn:dev?module=dev", "urn:one?module=one&revision=2020-01-01&features=f,g&deviations=dev"], ignoreOrder: true);
    }
}
