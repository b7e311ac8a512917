using System.Text;
using Taiji.Netconf.Client;

namespace Taiji.Netconf.Tests.Client;

public sealed class ReplyHeadTests
{
    private const string Start = "<rpc-reply xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='7'>";
    private const string Prefixed = "<nc:rpc-reply xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='7'>";

    [Theory]
    [InlineData(Start + "<ok/></rpc-reply>", "Ok")]
    [InlineData("<?xml version='1.0' encoding='UTF-8'?>\n" + Start + "\n <ok/>\n</rpc-reply >\n", "Ok")]
    [InlineData(Prefixed + "<nc:ok/></nc:rpc-reply>", "Ok")]
    [InlineData(Start + "<data/></rpc-reply>", "Data")]
    [InlineData(Start + "</rpc-reply>", "Data")]
    [InlineData(Start + "<nc:data xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><a/></nc:data></rpc-reply>", "Data")]
    [InlineData(Start + "<rpc-error/></rpc-reply>", "Error")]
    [InlineData(Prefixed + "<nc:rpc-error/></nc:rpc-reply>", "Error")]
    [InlineData(Prefixed + "<rpc-error/></nc:rpc-reply>", "Unusual")]
    [InlineData(Start + "<ok/><rpc-error/></rpc-reply>", "Unusual")]
    [InlineData(Start + "<ok></ok></rpc-reply>", "Unusual")]
    [InlineData(Start + "<!-- x --><ok/></rpc-reply>", "Unusual")]
    [InlineData(Start + "text</rpc-reply>", "Unusual")]
    [InlineData(Start + "<ok/></rpc-reply", "Unusual")]
    [InlineData(Start + "<ok/></other>", "Unusual")]
    [InlineData(Start, "Unusual")]
    [InlineData("<rpc-reply message-id='7'><ok/></rpc-reply>", "Unusual")]
    [InlineData("<rpc-reply xmlns='urn:other' message-id='7'><ok/></rpc-reply>", "Unusual")]
    [InlineData("<rpc-reply xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><ok/></rpc-reply>", "Unusual")]
    [InlineData("<rpc-reply xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='a>b'><ok/></rpc-reply>", "Unusual")]
    [InlineData("<?xml version='1.0' encoding='latin1'?>" + Start + "<ok/></rpc-reply>", "Unusual")]
    [InlineData("<notification xmlns='urn:n'/>", "Unusual")]
    [InlineData("<notification xmlns='urn:n'><a/></notification>", "Other")]
    [InlineData("", "Unusual")]
    public void A_whole_message_tells_what_it_is(string message, string kind)
    {
        var head = ReplyHead.Scan(Encoding.UTF8.GetBytes(message), isWhole: true);
        head.Kind.ToString().ShouldBe(kind);
        if (kind is "Ok" or "Data" or "Error") head.MessageId.ShouldBe(7);
    }

    [Theory]
    [InlineData(Start + "<data>")]
    [InlineData(Prefixed + "\n<nc:rpc-error ")]
    public void The_beginning_of_a_message_tells_it_once_enough_has_come(string message)
    {
        var whole = ReplyHead.Scan(Encoding.UTF8.GetBytes(message), isWhole: false).Kind;
        whole.ShouldBeOneOf(HeadKind.Data, HeadKind.Error);
        for (var length = 0; length < message.Length; length++)
            ReplyHead.Scan(Encoding.UTF8.GetBytes(message[..length]), isWhole: false).Kind.ShouldBeOneOf(HeadKind.Incomplete, whole);
    }
}
