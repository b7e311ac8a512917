using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Netconf.Messages;

/// <summary>Renders an <see cref="RpcError.Path"/> as XPath with namespace prefixes (RFC 6241 §4.3).</summary>
internal static class ErrorPath
{
    /// <summary>The path in XML's form.</summary>
    /// <param name="path">In RFC 7951 §6.11 form.</param>
    /// <param name="schema">The schema; null leaves the module names as prefixes.</param>
    /// <param name="declarations">Takes note of the prefixes used.</param>
    public static string ToXml(string path, YangSchema? schema, NamespaceDeclarations declarations)
    {
        if (schema is null) return path;
        try
        {
            return DataPath.Parse(schema, path).ToXmlString(declarations);
        }
        catch (RpcErrorException)
        {
            // It names something that the schema doesn't know, which may be the very error: then the text is all there is.
            return Rewrite(path, schema, declarations);
        }
    }

    private static string Rewrite(string path, YangSchema schema, NamespaceDeclarations declarations)
    {
        var result = new StringBuilder(path.Length + 32);
        YangModule? current = null;
        var isName = false;
        var isPredicate = false;
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
            else if (c is '/' or '[' or ']')
            {
                isName = c != ']';
                isPredicate = c == '[' || (c == '/' && isPredicate);
                result.Append(c);
                i++;
            }
            else if (isName && (char.IsLetter(c) || c == '_'))
            {
                var end = i;
                while (end < path.Length && path[end] is not ('/' or '[' or ']' or '=' or ' ')) end++;
                current = AppendName(path[i..end], current, isPredicate);
                isName = false;
                i = end;
            }
            else
            {
                isName = false;
                result.Append(c);
                i++;
            }
        }

        return result.ToString();

        // In a predicate a name without module is in the step's; it doesn't change what the next step's is.
        YangModule? AppendName(string name, YangModule? module, bool keepsModule)
        {
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            var own = colon < 0 ? module : schema.FindModule(name[..colon]);
            if (own is null) result.Append(name);
            else result.Append(declarations.PrefixFor(own)).Append(':').Append(name, colon + 1, name.Length - colon - 1);
            return keepsModule ? module : own;
        }
    }
}
