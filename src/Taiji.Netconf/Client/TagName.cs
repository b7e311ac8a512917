using System.Buffers;

namespace Taiji.Netconf.Client;

/// <summary>The name in a start tag.</summary>
internal static class TagName
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n/>");

    /// <summary>The local name.</summary>
    /// <param name="tag">What stands after <c>&lt;</c>.</param>
    public static ReadOnlySpan<char> LocalName(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOfAny(Ends);
        var name = end < 0 ? tag : tag[..end];
        return name[(name.IndexOf(':') + 1)..];
    }
}
