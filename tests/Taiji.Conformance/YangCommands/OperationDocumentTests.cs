namespace Taiji.Conformance.YangCommands;

/// <summary>Documents of operations and notifications, bare and in their protocols' wrappers.</summary>
public sealed class OperationDocumentTests : IDisposable
{
    private const string Module = """
        module dock {
          yang-version 1.1;
          namespace "urn:dock";
          prefix d;
          container yard {
            list crane {
              key "row number";
              leaf row { type string; }
              leaf number { type uint8; }
              leaf load { type uint16; }
              action lift {
                input { leaf tons { type uint16; must ". <= ../../load"; mandatory true; } }
                output { leaf height { type uint16; mandatory true; } }
              }
              notification jammed { leaf since { type string; mandatory true; } }
            }
          }
          rpc close { input { leaf reason { type string; mandatory true; } } output { leaf left { type uint8; mandatory true; } } }
          notification storm { leaf force { type uint8 { range "0..12"; } mandatory true; } }
        }
        """;

    private const string Netconf = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private readonly TempFiles _files = new();

    public OperationDocumentTests() => _files.Add("dock.yang", Module);

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("<close xmlns='urn:dock'><reason>ice</reason></close>")]
    [InlineData($"<rpc xmlns='{Netconf}' message-id='1'><close xmlns='urn:dock'><reason>ice</reason></close></rpc>")]
    [InlineData("{\"dock:close\":{\"reason\":\"ice\"}}")]
    public void An_rpc_may_be_bare_or_in_its_message(string text) => Validate("rpc", text).ShouldBe((0, ""));

    [Theory]
    [InlineData("<yard xmlns='urn:dock'><crane><row>a</row><number>1</number><lift><tons>2</tons></lift></crane></yard>")]
    [InlineData($"<rpc xmlns='{Netconf}' message-id='1'><action xmlns='urn:ietf:params:xml:ns:yang:1'><yard xmlns='urn:dock'><crane><row>a</row><number>1</number><lift><tons>2</tons></lift></crane></yard></action></rpc>")]
    [InlineData("{\"dock:yard\":{\"crane\":[{\"row\":\"a\",\"number\":1,\"lift\":{\"tons\":2}}]}}")]
    public void An_action_leans_on_the_operational_data(string text)
    {
        Validate("rpc", text, "--operational", Yard("a", 5)).ShouldBe((0, ""));
        Validate("rpc", text, "--operational", Yard("a", 1)).Error.ShouldStartWith("operation-failed [must-violation]");
        Validate("rpc", text, "--operational", Yard("b", 5)).Error.ShouldStartWith("data-missing /dock:yard/crane[row='a'][number='1']: ");
    }

    [Theory]
    [InlineData("<close xmlns='urn:dock'><left>2</left></close>")]
    [InlineData("{\"dock:close\":{\"left\":2}}")]
    public void A_reply_may_have_its_operations_name(string text) => Validate("reply", text).ShouldBe((0, ""));

    [Theory]
    [InlineData($"<rpc-reply xmlns='{Netconf}' message-id='1'><left xmlns='urn:dock'>2</left></rpc-reply>")]
    [InlineData("<output xmlns='urn:dock'><left>2</left></output>")]
    [InlineData("{\"dock:output\":{\"left\":2}}")]
    public void A_reply_without_its_operations_name_needs_the_context(string text)
    {
        Validate("reply", text, "--context", "/dock:close").ShouldBe((0, ""));
        Validate("reply", text).Error.ShouldTell("missing-element");
    }

    [Fact]
    public void An_actions_reply_is_checked_in_its_context()
    {
        var text = "{\"dock:output\":{}}";
        Validate("reply", text, "--context", "/dock:yard/crane[row='a'][number='1']/lift", "--operational", Yard("a", 1)).Error.ShouldStartWith("data-missing");
    }

    [Theory]
    [InlineData("<storm xmlns='urn:dock'><force>9</force></storm>")]
    [InlineData("<notification xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><eventTime>2026-01-01T00:00:00Z</eventTime><storm xmlns='urn:dock'><force>9</force></storm></notification>")]
    [InlineData("{\"ietf-restconf:notification\":{\"eventTime\":\"2026-01-01T00:00:00Z\",\"dock:storm\":{\"force\":9}}}")]
    [InlineData("{\"dock:yard\":{\"crane\":[{\"row\":\"a\",\"number\":1,\"jammed\":{\"since\":\"noon\"}}]}}")]
    [InlineData("<yard xmlns='urn:dock'><crane><row>a</row><number>1</number><jammed><since>noon</since></jammed></crane></yard>")]
    public void A_notification_may_be_bare_wrapped_or_in_its_data_node(string text) => Validate("notification", text).ShouldBe((0, ""));

    [Theory]
    [InlineData("rpc", "<close xmlns='urn:dock'/>", "data-missing /dock:close/reason: ")]
    [InlineData("rpc", "{\"dock:open\":{}}", "unknown-element: ")]
    [InlineData("rpc", "{\"nowhere:open\":{}}", "unknown-namespace: ")]
    [InlineData("rpc", "<storm xmlns='urn:dock'><force>9</force></storm>", "unknown-element: ")]
    [InlineData("rpc", "{}", "missing-element: ")]
    [InlineData("rpc", "{\"dock:close\":{},\"dock:yard\":{}}", "bad-element: ")]
    [InlineData("rpc", "<yard xmlns='urn:dock'><crane><row>a</row><lift><tons>2</tons></lift></crane></yard>", "missing-element /dock:yard/crane")]
    [InlineData("notification", "<storm xmlns='urn:dock'><force>13</force></storm>", "invalid-value /dock:storm/force: ")]
    [InlineData("notification", "<storm xmlns='urn:dock'><force>1</force>", "malformed-message: ")]
    [InlineData("notification", "{\"dock:storm\":{\"force\":1},\"dock:storm\":{}}", "malformed-message: ")]
    [InlineData("notification", "", "malformed-message: ")]
    public void What_is_wrong_is_told(string kind, string text, string start)
    {
        var result = Validate(kind, text);
        result.Error.ShouldTell(start);
        result.Status.ShouldBe(1);
    }

    [Fact]
    public void An_expression_can_look_into_an_operation()
    {
        var file = _files.Add("lift.json", "{\"dock:yard\":{\"crane\":[{\"row\":\"a\",\"number\":1,\"lift\":{\"tons\":2}}]}}");
        var result = YangRun.Here("xpath", "-p", _files.Root, "-m", "dock", "--type", "rpc", "--operational", Yard("a", 5), file, "/yard/crane/load - /yard/crane/lift/tons");
        (result.Status, result.Output).ShouldBe((0, "3\n"));
    }

    private string Yard(string row, int load) => _files.Add($"yard-{row}-{load}.json", $"{{\"dock:yard\":{{\"crane\":[{{\"row\":\"{row}\",\"number\":1,\"load\":{load}}}]}}}}");

    private (int Status, string Error) Validate(string kind, string text, params string[] more)
    {
        var result = YangRun.Here(["validate", "-p", _files.Root, "-m", "dock", "--type", kind, .. more, _files.Add("document", text)]);
        return (result.Status, result.Error);
    }
}
