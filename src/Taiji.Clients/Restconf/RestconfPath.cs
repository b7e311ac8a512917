using System.Text;

namespace Taiji.Clients.Restconf;

/// <summary>Builds the path of a resource (RFC 8040 §3.5.3), with keys encoded as they must be.</summary>
public sealed class RestconfPath
{
    private readonly StringBuilder _text;

    private RestconfPath(string start) => _text = new StringBuilder(start);

    /// <summary>A path that begins with a top-level node.</summary>
    /// <param name="name">The node with its module, as <c>ietf-interfaces:interfaces</c>.</param>
    public static RestconfPath Of(string name) => new(Uri.EscapeDataString(name).Replace("%3A", ":", StringComparison.Ordinal));

    /// <summary>Goes on to a child.</summary>
    /// <param name="name">Its name, with its module where that is another one.</param>
    public RestconfPath Child(string name)
    {
        _text.Append('/').Append(Uri.EscapeDataString(name).Replace("%3A", ":", StringComparison.Ordinal));
        return this;
    }

    /// <summary>Goes on to a list entry, or one value of a leaf-list.</summary>
    /// <param name="name">The list's name.</param>
    /// <param name="keys">The keys' values in the schema's order, as they are.</param>
    public RestconfPath Entry(string name, params IReadOnlyList<string> keys)
    {
        Child(name);
        _text.Append('=').AppendJoin(',', keys.Select(Uri.EscapeDataString));
        return this;
    }

    /// <summary>The path without the API's root.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>As <see cref="ToString"/>.</summary>
    /// <param name="path">The path.</param>
    public static implicit operator string(RestconfPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.ToString();
    }
}
