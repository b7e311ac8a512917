using System.Diagnostics.CodeAnalysis;

namespace Taiji.Netconf.Capabilities;

/// <summary>One capability URI (RFC 6241 §8): its base and the parameters after <c>?</c>.</summary>
public sealed class Capability
{
    private static readonly Dictionary<string, string> None = [];

    private Capability(string text, string uri, IReadOnlyDictionary<string, string> parameters)
    {
        Text = text;
        Uri = uri;
        Parameters = parameters;
    }

    /// <summary>The whole URI.</summary>
    public string Text { get; }

    /// <summary>The URI without parameters: what capabilities are told apart by.</summary>
    public string Uri { get; }

    /// <summary>The parameters, percent-decoded; of one that comes twice the first.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Reads a capability; any text is one.</summary>
    /// <param name="text">The element's text.</param>
    public static Capability Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        var query = text.IndexOf('?', StringComparison.Ordinal);
        if (query < 0) return new Capability(text, text, None);
        var parameters = new Dictionary<string, string>();
        foreach (var range in text.AsSpan(query + 1).SplitAny('&', ';'))
        {
            var part = text.AsSpan(query + 1)[range];
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals];
            var value = equals < 0 ? default : part[(equals + 1)..];
            if (!name.IsEmpty) parameters.TryAdd(System.Uri.UnescapeDataString(name), System.Uri.UnescapeDataString(value));
        }

        return new Capability(text, text[..query], parameters);
    }

    /// <summary>A parameter's value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public bool TryGetParameter(string name, [NotNullWhen(true)] out string? value) => Parameters.TryGetValue(name, out value);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
