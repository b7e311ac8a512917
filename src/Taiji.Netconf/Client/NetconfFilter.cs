using System.Security;
using System.Text;

namespace Taiji.Netconf.Client;

/// <summary>What a retrieval or a subscription selects (RFC 6241 §6, §8.9); each operation writes it in the form that it takes.</summary>
public sealed class NetconfFilter
{
    private readonly string? _element;
    private readonly string? _subtree;
    private readonly string? _select;
    private readonly IReadOnlyDictionary<string, string> _namespaces;

    private NetconfFilter(string? element, string? subtree, string? select, IReadOnlyDictionary<string, string>? namespaces)
    {
        _element = element;
        _subtree = subtree;
        _select = select;
        _namespaces = namespaces ?? new Dictionary<string, string>();
    }

    /// <summary>A subtree filter (RFC 6241 §6).</summary>
    /// <param name="content">The selected elements as XML, each with its namespace; empty selects nothing.</param>
    public static NetconfFilter Subtree(string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new NetconfFilter(null, content, null, null);
    }

    /// <summary>An XPath filter (RFC 6241 §8.9).</summary>
    /// <param name="select">The expression.</param>
    /// <param name="namespaces">From the prefixes in it to namespaces; null when it has none.</param>
    public static NetconfFilter XPath(string select, IReadOnlyDictionary<string, string>? namespaces = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(select);
        return new NetconfFilter(null, null, select, namespaces);
    }

    /// <summary>A subtree filter made of a path, for servers without <c>:xpath</c>.</summary>
    /// <param name="path">Absolute, with keys where wanted: <c>/if:interfaces/if:interface[if:name='eth0']/if:mtu</c>. A name without prefix stays in its parent's namespace.</param>
    /// <param name="namespaces">From the prefixes in it to namespaces.</param>
    /// <exception cref="FormatException">The path is not of that form, or a prefix has no namespace.</exception>
    public static NetconfFilter ForPath(string path, IReadOnlyDictionary<string, string> namespaces)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(namespaces);
        return Subtree(new FilterPath(path, namespaces).ToSubtree());
    }

    /// <summary>A whole <c>filter</c> element, sent as it is.</summary>
    /// <param name="element">The element as XML.</param>
    public static NetconfFilter Element(string element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new NetconfFilter(element, null, null, null);
    }

    /// <summary>As <see cref="Element"/>; null gives null.</summary>
    /// <param name="element">The element as XML.</param>
    public static implicit operator NetconfFilter?(string? element) => element is null ? null : Element(element);

    /// <summary>As <c>filter</c> of get, get-config (RFC 6241) and create-subscription (RFC 5277): the attributes stand in no namespace.</summary>
    internal string ToFilter()
    {
        if (_element is not null) return _element;
        return _subtree is not null
            ? $"<filter type=\"subtree\">{_subtree}</filter>"
            : $"<filter type=\"xpath\"{Declarations()} select=\"{SecurityElement.Escape(_select)}\"/>";
    }

    /// <summary>As a pair of elements, one for each kind, as get-data and establish-subscription have them: <c>PREFIXsubtree-filter</c> and <c>PREFIXxpath-filter</c>.</summary>
    /// <param name="name">What stands before <c>subtree-filter</c>: empty, <c>stream-</c>, or with a namespace prefix.</param>
    /// <exception cref="NotSupportedException">It was made of a whole <c>filter</c> element.</exception>
    internal string ToNamed(string name)
    {
        if (_element is not null) throw new NotSupportedException("A whole filter element fits only get, get-config and create-subscription: use NetconfFilter.Subtree or XPath.");
        return _subtree is not null
            ? $"<{name}subtree-filter>{_subtree}</{name}subtree-filter>"
            : $"<{name}xpath-filter{Declarations()}>{SecurityElement.Escape(_select)}</{name}xpath-filter>";
    }

    private string Declarations()
    {
        var text = new StringBuilder();
        foreach (var (prefix, uri) in _namespaces) text.Append($" xmlns:{prefix}=\"{SecurityElement.Escape(uri)}\"");
        return text.ToString();
    }
}
