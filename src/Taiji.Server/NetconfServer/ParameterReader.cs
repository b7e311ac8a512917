using System.Xml;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary>
/// Walks the child elements of an operation (or of one of its parameters). They are taken in any order; the same one twice, any that nobody asks for, and any
/// attribute that isn't known, is refused.
/// </summary>
internal sealed class ParameterReader
{
    private readonly YangSchema _schema;
    private readonly string _parent;
    private readonly string[] _repeatable;
    private readonly List<(string Namespace, string Name)> _seen = [];
    private bool _isInside;

    /// <summary>Begins.</summary>
    /// <param name="xml">On the operation's element.</param>
    /// <param name="schema">Knows the namespaces.</param>
    /// <param name="repeatable">The parameters that may be given several times.</param>
    public ParameterReader(XmlReader xml, YangSchema schema, params string[] repeatable)
    {
        _repeatable = repeatable;
        Xml = xml;
        _schema = schema;
        _parent = xml.LocalName;
        KnownAttributes.Demand(xml);
        ParentNamespace = xml.NamespaceURI;
    }

    /// <summary>On the parameter's element; whoever reads the parameter leaves it after that element's end.</summary>
    public XmlReader Xml { get; }

    /// <summary>The namespace of the operation, and of its parameters but for augmented ones.</summary>
    public string ParentNamespace { get; }

    /// <summary>
    /// The parameter's name if it is in the operation's own namespace, or in none: scripts often hand their client library a bare <c>config</c> element. Otherwise null.
    /// </summary>
    public string? Name => Xml.NamespaceURI == ParentNamespace || Xml.NamespaceURI.Length == 0 ? Xml.LocalName : null;

    /// <summary>Whether the parameter is that one.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The local name.</param>
    public bool Is(string ns, string name) => Xml.NamespaceURI == ns && Xml.LocalName == name;

    /// <summary>Moves to the next parameter.</summary>
    /// <returns>False at the end of the operation's element, which has then been read.</returns>
    public bool Read()
    {
        if (!_isInside)
        {
            _isInside = true;
            var isEmpty = Xml.IsEmptyElement;
            Xml.Read();
            if (isEmpty) return false;
        }

        while (Xml.NodeType != XmlNodeType.Element)
        {
            if (Xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                throw ProtocolErrors.BadElement(_parent, $"<{_parent}> holds text where elements are expected.");
            var isEnd = Xml.NodeType == XmlNodeType.EndElement;
            if (!Xml.Read() || isEnd) return false;
        }

        var key = (Xml.NamespaceURI, Xml.LocalName);
        if (_seen.Contains(key) && !_repeatable.Contains(Xml.LocalName)) throw ProtocolErrors.BadElement(Xml.LocalName, $"<{Xml.LocalName}> is given twice in <{_parent}>.");
        _seen.Add(key);
        KnownAttributes.Demand(Xml);
        return true;
    }

    /// <summary>The parameter's text, without white space around it.</summary>
    public string ReadText() => ReadRawText().Trim();

    /// <summary>The parameter's text as it is.</summary>
    public string ReadRawText()
    {
        var name = Xml.LocalName;
        var text = "";
        if (!Xml.IsEmptyElement)
        {
            while (Xml.Read() && Xml.NodeType != XmlNodeType.EndElement)
            {
                if (Xml.NodeType == XmlNodeType.Element) throw Unknown(Xml, name, _schema);
                text += Xml.Value;
            }
        }

        Xml.Read();
        return text;
    }

    /// <summary>Reads a parameter of the type empty.</summary>
    public void ReadEmpty()
    {
        var name = Xml.LocalName;
        if (ReadText().Length > 0) throw ProtocolErrors.BadElement(name, $"<{name}> must be empty.");
    }

    /// <summary>The error for a parameter that the operation doesn't have.</summary>
    public RpcErrorException Unknown() => Unknown(Xml, _parent, _schema);

    /// <summary>Reads an operation that has no parameters.</summary>
    public void ReadNone()
    {
        if (Read()) throw Unknown();
    }

    private static RpcErrorException Unknown(XmlReader xml, string parent, YangSchema schema) =>
        schema.FindModuleByNamespace(xml.NamespaceURI) is null
        && xml.NamespaceURI is not (Netconf.NetconfNamespaces.Base or Netconf.NetconfNamespaces.Notification)
            ? ProtocolErrors.UnknownNamespace(xml.LocalName, xml.NamespaceURI)
            : ProtocolErrors.UnknownElement(xml.LocalName, $"<{parent}> has no <{xml.LocalName}> here.");
}
