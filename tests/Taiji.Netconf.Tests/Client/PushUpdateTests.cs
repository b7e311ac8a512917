using System.Xml.Linq;
using Taiji.Netconf.Client;

namespace Taiji.Netconf.Tests.Client;

public sealed class PushUpdateTests
{
    private const string Yp = "urn:ietf:params:xml:ns:yang:ietf-yang-push";

    [Fact]
    public void A_push_update_gives_the_contents()
    {
        var update = Read($"<push-update xmlns='{Yp}'><id>9</id><datastore-contents><a xmlns='urn:a'/><b xmlns='urn:b'/></datastore-contents></push-update>")!;
        (update.SubscriptionId, update.IsIncomplete, update.Changes.Count).ShouldBe((9u, false, 0));
        update.Contents!.Select(c => c.Name.LocalName).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData(Yp)]
    [InlineData("urn:ietf:params:xml:ns:yang:ietf-yang-patch")]
    public void A_push_change_update_gives_the_edits_in_order(string patch)
    {
        var update = Read($"""
            <push-change-update xmlns='{Yp}'><id>9</id><datastore-changes><yang-patch xmlns='{patch}'><patch-id>0</patch-id>
            <edit><edit-id>e1</edit-id><operation>replace</operation><target>/m:x/y=1</target><value><y xmlns='urn:m'><k>1</k></y></value></edit>
            <edit><edit-id>e2</edit-id><operation>move</operation><target>/m:x/y=2</target><point>/m:x/y=1</point><where>after</where></edit>
            </yang-patch></datastore-changes><incomplete-update/></push-change-update>
            """)!;
        update.Contents.ShouldBeNull();
        update.IsIncomplete.ShouldBeTrue();
        update.Changes.Select(c => (c.EditId, c.Operation, c.Target, c.Value?.Name.LocalName, c.Point, c.Where)).ShouldBe(
            [("e1", "replace", "/m:x/y=1", "y", null, null), ("e2", "move", "/m:x/y=2", null, "/m:x/y=1", "after")]);
    }

    [Fact]
    public void Another_notification_is_none() => Read("<netconf-config-change xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-notifications'/>").ShouldBeNull();

    [Theory]
    [InlineData("<push-update xmlns='urn:ietf:params:xml:ns:yang:ietf-yang-push'/>")]
    [InlineData("<push-update xmlns='urn:ietf:params:xml:ns:yang:ietf-yang-push'><id>x</id></push-update>")]
    public void An_update_without_its_subscription_is_an_error(string content) => Should.Throw<NetconfException>(() => Read(content));

    private static PushUpdate? Read(string content) => PushUpdate.From(new Notification(DateTimeOffset.UnixEpoch, XElement.Parse(content)));
}
