using System.Buffers;
using System.Text;
using System.Xml;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Messages;

namespace Taiji.Netconf.Tests.Messages;

public sealed class HelloMessageTests
{
    private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";

    [Theory]
    [InlineData($"<hello xmlns='{Base}'><capabilities><capability>urn:a</capability></capabilities></hello>", null)]
    [InlineData($"<nc:hello xmlns:nc='{Base}'><nc:capabilities><nc:capability>\n urn:a \n</nc:capability></nc:capabilities></nc:hello>", null)]
    [InlineData($"<hello xmlns='{Base}'><session-id>4</session-id><capabilities><capability>urn:a</capability></capabilities></hello>", 4u)]
    [InlineData($"<hello xmlns='{Base}'><capabilities><x xmlns='urn:x'>y</x><capability>urn:a</capability></capabilities><more/><session-id> 4 </session-id></hello>", 4u)]
    [InlineData($"<hello xmlns='{Base}'><capabilities><capability><![CDATA[urn:a]]></capability></capabilities></hello>", null)]
    public void A_hello_is_read_in_any_shape(string text, uint? sessionId)
    {
        var hello = Read(text);
        hello.Capabilities.ShouldHaveSingleItem().Text.ShouldBe("urn:a");
        hello.SessionId.ShouldBe(sessionId);
    }

    [Theory]
    [InlineData("<hello/>")]
    [InlineData("<hello xmlns='urn:other'/>")]
    [InlineData($"<rpc xmlns='{Base}'/>")]
    [InlineData($"<hello xmlns='{Base}'><session-id>0</session-id></hello>")]
    [InlineData($"<hello xmlns='{Base}'><session-id>-1</session-id></hello>")]
    [InlineData($"<hello xmlns='{Base}'><session-id>4294967296</session-id></hello>")]
    [InlineData($"<hello xmlns='{Base}'><capabilities><capability><b/></capability></capabilities></hello>")]
    public void What_is_no_hello_is_refused(string text) => Should.Throw<NetconfException>(() => Read(text));

    [Fact]
    public void A_hello_written_is_read_again()
    {
        var buffer = new ArrayBufferWriter<byte>();
        new HelloMessage(new CapabilitySet("urn:a?b=c&d=e", "urn:<f>"), 9).Write(buffer);
        var hello = Read(Encoding.UTF8.GetString(buffer.WrittenSpan));
        hello.Capabilities.Select(c => c.Text).ShouldBe(["urn:a?b=c&d=e", "urn:<f>"]);
        hello.SessionId.ShouldBe(9u);
    }

    [Fact]
    public void A_hello_that_is_cut_off_is_not_well_formed() =>
        Should.Throw<XmlException>(() => Read($"<hello xmlns='{Base}'><capabilities><capability>urn:a</capability>"));

    private static HelloMessage Read(string text)
    {
        using var reader = MessageXml.Open(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)), 20);
        return HelloMessage.Read(reader);
    }
}
