using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Messages;

/// <summary>Passes another reader on, and refuses to go deeper than allowed.</summary>
internal sealed class DepthLimitedXmlReader : XmlReader, IXmlNamespaceResolver, IXmlLineInfo
{
    private readonly XmlReader _inner;
    private readonly int _maxDepth;

    public DepthLimitedXmlReader(XmlReader inner, int maxDepth)
    {
        _inner = inner;
        _maxDepth = maxDepth;
    }

    public override XmlReaderSettings? Settings => _inner.Settings;

    public override int AttributeCount => _inner.AttributeCount;

    public override string BaseURI => _inner.BaseURI;

    public override int Depth => _inner.Depth;

    public override bool EOF => _inner.EOF;

    public override bool HasValue => _inner.HasValue;

    public override bool IsDefault => _inner.IsDefault;

    public override bool IsEmptyElement => _inner.IsEmptyElement;

    public override string LocalName => _inner.LocalName;

    public override string Name => _inner.Name;

    public override string NamespaceURI => _inner.NamespaceURI;

    public override XmlNameTable NameTable => _inner.NameTable;

    public override XmlNodeType NodeType => _inner.NodeType;

    public override string Prefix => _inner.Prefix;

    public override ReadState ReadState => _inner.ReadState;

    public override string Value => _inner.Value;

    public override string XmlLang => _inner.XmlLang;

    public override XmlSpace XmlSpace => _inner.XmlSpace;

    public override bool CanReadValueChunk => _inner.CanReadValueChunk;

    public int LineNumber => (_inner as IXmlLineInfo)?.LineNumber ?? 0;

    public int LinePosition => (_inner as IXmlLineInfo)?.LinePosition ?? 0;

    public bool HasLineInfo() => (_inner as IXmlLineInfo)?.HasLineInfo() ?? false;

    public override bool Read()
    {
        if (!_inner.Read()) return false;
        if (_inner.Depth >= _maxDepth && _inner.NodeType == XmlNodeType.Element) Refuse();
        return true;
    }

    public override async Task<bool> ReadAsync()
    {
        if (!await _inner.ReadAsync().ConfigureAwait(false)) return false;
        if (_inner.Depth >= _maxDepth && _inner.NodeType == XmlNodeType.Element) Refuse();
        return true;
    }

    public override Task<string> GetValueAsync() => _inner.GetValueAsync();

    public override void Skip()
    {
        // Not the inner reader's: what is skipped is checked too.
        if (NodeType == XmlNodeType.Attribute) MoveToElement();
        if (NodeType == XmlNodeType.Element && !IsEmptyElement)
        {
            var depth = Depth;
            while (Read() && depth < Depth)
            {
            }
        }

        Read();
    }

    public override int ReadValueChunk(char[] buffer, int index, int count) => _inner.ReadValueChunk(buffer, index, count);

    public override string GetAttribute(int i) => _inner.GetAttribute(i);

    public override string? GetAttribute(string name) => _inner.GetAttribute(name);

    public override string? GetAttribute(string name, string? namespaceURI) => _inner.GetAttribute(name, namespaceURI);

    public override string? LookupNamespace(string prefix) => _inner.LookupNamespace(prefix);

    public override bool MoveToAttribute(string name) => _inner.MoveToAttribute(name);

    public override bool MoveToAttribute(string name, string? ns) => _inner.MoveToAttribute(name, ns);

    public override void MoveToAttribute(int i) => _inner.MoveToAttribute(i);

    public override bool MoveToElement() => _inner.MoveToElement();

    public override bool MoveToFirstAttribute() => _inner.MoveToFirstAttribute();

    public override bool MoveToNextAttribute() => _inner.MoveToNextAttribute();

    public override bool ReadAttributeValue() => _inner.ReadAttributeValue();

    public override void ResolveEntity() => _inner.ResolveEntity();

    public IDictionary<string, string> GetNamespacesInScope(XmlNamespaceScope scope) =>
        ((IXmlNamespaceResolver)_inner).GetNamespacesInScope(scope);

    public string? LookupPrefix(string namespaceName) => ((IXmlNamespaceResolver)_inner).LookupPrefix(namespaceName);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    [DoesNotReturn]
    private void Refuse() => throw new RpcErrorException(new RpcError
    {
        Type = ErrorType.Rpc,
        Tag = ErrorTag.TooBig,
        Message = $"Elements are nested deeper than {_maxDepth} levels at <{_inner.LocalName}>.",
    });
}
