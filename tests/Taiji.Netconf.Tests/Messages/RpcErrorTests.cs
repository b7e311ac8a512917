using System.Buffers;
using System.Text;
using System.Xml.Linq;
using Taiji.Netconf.Messages;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Netconf.Tests.Messages;

public sealed class RpcErrorTests
{
    private static readonly YangSchema Schema = SchemaCompiler.FromTexts(
    [
        "module a { namespace 'urn:a'; prefix p; container c { list l { key k; leaf k { type string; } leaf v { type string; } } } }",
        "module b { namespace 'urn:b'; prefix p; import a { prefix a; } augment /a:c/a:l { container d { leaf e { type string; } } } }",
    ]).Schema!;

    [Fact]
    public void All_fields_are_written_and_read_again()
    {
        var error = new RpcError
        {
            Type = ErrorType.Protocol,
            Tag = ErrorTag.LockDenied,
            Severity = ErrorSeverity.Warning,
            AppTag = "some<thing>",
            Message = "Line one\nand \"two\" & more",
            Info = [new ErrorInfo("session-id", "4"), new ErrorInfo("missing-choice", "c", NetconfNamespaces.Yang)],
        };
        using var reader = MessageXml.Open(new ReadOnlySequence<byte>(Write(error, "")), 20);
        reader.Read();
        var read = RpcErrorReader.Read(reader);
        read.Info.ShouldBe(error.Info);
        (read with { Info = [] }).ShouldBe(error with { Info = [] });
    }

    [Fact]
    public void The_message_tells_its_language() =>
        Element(new RpcError { Type = ErrorType.Rpc, Tag = "x", Message = "m" }).Descendants().Single(e => e.Name.LocalName == "error-message")
            .Attribute(XNamespace.Xml + "lang")!.Value.ShouldBe("en");

    [Theory]
    [InlineData("/a:c/l[k='x']/v", "/urn:a c/urn:a l[urn:a k='x']/urn:a v")]
    [InlineData("/a:c/l[k='x']/b:d/e", "/urn:a c/urn:a l[urn:a k='x']/urn:b d/urn:b e")]
    [InlineData("/a:c/l[k='it''s/[b:d]']/v", "/urn:a c/urn:a l[urn:a k='it''s/[b:d]']/urn:a v")]
    [InlineData("/a:c/nothing/b:d", "/urn:a c/urn:a nothing/urn:b d")]
    [InlineData("/a:c/l[3]/v", "/urn:a c/urn:a l[3]/urn:a v")]
    [InlineData("/unknown:c/l", "/unknown:c/l")]
    public void A_path_is_written_with_prefixes_that_are_declared(string path, string expected)
    {
        var element = Element(new RpcError { Type = ErrorType.Application, Tag = "x", Path = path }).Descendants().Single(e => e.Name.LocalName == "error-path");
        // Each prefix is replaced by what it is declared as, to be independent of how prefixes are made up.
        var text = element.Value;
        foreach (var declaration in element.Attributes().Where(a => a.IsNamespaceDeclaration && a.Name.Namespace == XNamespace.Xmlns))
            text = text.Replace($"/{declaration.Name.LocalName}:", $"/{declaration.Value} ", StringComparison.Ordinal)
                .Replace($"[{declaration.Name.LocalName}:", $"[{declaration.Value} ", StringComparison.Ordinal);
        text.Replace("\"", "'", StringComparison.Ordinal).ShouldBe(expected);
    }

    [Fact]
    public void Entries_that_are_not_unique_are_named_by_prefixed_paths()
    {
        var error = new RpcError
        {
            Type = ErrorType.Application, Tag = ErrorTag.OperationFailed, AppTag = "data-not-unique", Info = [new ErrorInfo("non-unique", "/a:c/l[k='x']/v", NetconfNamespaces.Yang)],
        };
        var element = Element(error).Descendants(XName.Get("non-unique", NetconfNamespaces.Yang)).Single();
        element.Value.ShouldContain(element.GetPrefixOfNamespace("urn:a") + ":c");
    }

    [Fact]
    public void A_prefix_goes_before_the_elements_of_NETCONF_and_no_others()
    {
        var error = new RpcError
        {
            Type = ErrorType.Protocol, Tag = "t", Info = [new ErrorInfo("bad-element", "b"), new ErrorInfo("other", "o", "urn:o")],
        };
        var element = XElement.Parse($"<r xmlns='urn:default' xmlns:nc='{NetconfNamespaces.Base}'>{Encoding.UTF8.GetString(WriteInner(error, "nc:"))}</r>");
        var names = element.Descendants().Select(e => e.Name.ToString()).ToList();
        names.ShouldContain($"{{{NetconfNamespaces.Base}}}bad-element");
        names.ShouldContain("{urn:o}other");
        names.ShouldAllBe(n => !n.Contains("urn:default", StringComparison.Ordinal));
    }

    private static XElement Element(RpcError error) => XElement.Parse(Encoding.UTF8.GetString(Write(error, "")));

    private static byte[] Write(RpcError error, string prefix) =>
        [.. Encoding.UTF8.GetBytes($"<rpc-reply xmlns=\"{NetconfNamespaces.Base}\">"), .. WriteInner(error, prefix), .. "</rpc-reply>"u8];

    private static byte[] WriteInner(RpcError error, string prefix)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RpcErrorWriter.Write(buffer, error, prefix, Schema);
        return buffer.WrittenSpan.ToArray();
    }
}
