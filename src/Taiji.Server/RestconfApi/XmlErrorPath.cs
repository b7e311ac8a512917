using System.Text;

namespace Taiji.Server.RestconfApi;

/// <summary>Turns an instance-identifier in its RFC 7951 §6.11 form into the XML form (RFC 7950 §9.13), with module names as prefixes.</summary>
internal static class XmlErrorPath
{
    /// <summary>Gives every name a prefix: the module named last on the way to it.</summary>
    /// <param name="path">E.g. <c>/ietf-interfaces:interfaces/interface[name='eth0']</c>.</param>
    /// <param name="modules">The modules used as prefixes.</param>
    public static string Convert(string path, out IReadOnlyCollection<string> modules)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        var result = new StringBuilder(path.Length * 2);
        var module = "";
        for (var i = 0; i < path.Length;)
        {
            var c = path[i];
            if (c is '\'' or '"')
            {
                var end = path.IndexOf(c, i + 1);
                end = end < 0 ? path.Length : end + 1;
                result.Append(path, i, end - i);
                i = end;
            }
            else if (IsNameStart(c) && i > 0 && path[i - 1] is '/' or '[')
            {
                var inPredicate = path[i - 1] == '[';
                var end = i;
                while (end < path.Length && (IsNameStart(path[end]) || char.IsAsciiDigit(path[end]) || path[end] is '-' or '.' or ':')) end++;
                var name = path[i..end];
                var colon = name.IndexOf(':', StringComparison.Ordinal);
                var prefix = colon >= 0 ? name[..colon] : module;
                if (!inPredicate) module = prefix;
                if (prefix.Length > 0) used.Add(prefix);
                result.Append(prefix.Length > 0 ? prefix + ":" : "").Append(name, colon + 1, name.Length - colon - 1);
                i = end;
            }
            else
            {
                result.Append(c);
                i++;
            }
        }

        modules = used;
        return result.ToString();
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
}
