using System.Buffers;
using System.Text;
using System.Xml;
using Taiji.Netconf.Messages;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Tests.Messages;

public sealed class MessageXmlTests
{
    [Theory]
    [InlineData("<a/>")]
    [InlineData("<?xml version=\"1.0\"?><a/>")]
    [InlineData("<?xml version='1.0' encoding='UTF-8'?>\n<a/>")]
    [InlineData("<?xml version='1.0' encoding='utf-8'?><!-- c --><?pi x?><a/>")]
    [InlineData("\n \t<?xml version='1.0'?><a/>")]
    [InlineData("\uFEFF<a/>")]
    public void A_message_may_begin_in_these_ways(string text)
    {
        using var reader = Open(text);
        reader.LocalName.ShouldBe("a");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("text")]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a x='1' x='2'/>")]
    [InlineData("<p:a/>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a>&nbsp;</a>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>")]
    [InlineData("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>")]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><a/>")]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?><a/>")]
    public void These_are_not_taken(string text) => Should.Throw<XmlException>(() => ReadAll(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_not_taken() => Should.Throw<XmlException>(() => ReadAll([.. "<a>"u8, 0xC3, 0x28, .. "</a>"u8]));

    [Fact]
    public void Another_encoding_of_Unicode_is_not_taken()
    {
        Should.Throw<XmlException>(() => ReadAll(Encoding.Unicode.GetBytes("<a/>")));
        Should.Throw<XmlException>(() => ReadAll([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<a/>")]));
    }

    [Fact]
    public void Nesting_has_a_limit()
    {
        var deep = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 100_000)));
        Should.Throw<RpcErrorException>(() => ReadAll(deep)).Errors.ShouldHaveSingleItem().Tag.ShouldBe(ErrorTag.TooBig);
        ReadAll(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 20)) + string.Concat(Enumerable.Repeat("</a>", 20))));
    }

    [Fact]
    public void Nesting_has_a_limit_also_in_what_is_skipped()
    {
        using var reader = Open("<r>" + string.Concat(Enumerable.Repeat("<a>", 1000)));
        reader.Read();
        Should.Throw<RpcErrorException>(reader.Skip);
    }

    private static XmlReader Open(string text) => MessageXml.Open(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)), 20);

    private static void ReadAll(byte[] bytes)
    {
        using var reader = MessageXml.Open(new ReadOnlySequence<byte>(bytes), 20);
        MessageXml.ReadToEnd(reader);
    }
}
