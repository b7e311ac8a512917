using System.Text;

namespace Taiji.Ssh.ClientSide;

/// <summary>One line of ssh_config.</summary>
/// <param name="Keyword">In lower case.</param>
/// <param name="Arguments">The values, without quotes.</param>
/// <param name="Rest">The values as one text: a command as it stands, anything else without quotes.</param>
internal sealed record SshConfigLine(string Keyword, IReadOnlyList<string> Arguments, string Rest)
{
    /// <summary>Reads a line; null when it is empty or a comment.</summary>
    /// <exception cref="FormatException">A quote isn't closed.</exception>
    public static SshConfigLine? Parse(string line)
    {
        string text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }
        int end = text.IndexOfAny([' ', '\t', '=']);
        string keyword = (end < 0 ? text : text[..end]).ToLowerInvariant();
        string rest = end < 0 ? "" : text[end..].TrimStart(' ', '\t');
        rest = rest.StartsWith('=') ? rest[1..].TrimStart(' ', '\t') : rest;
        if (keyword == "proxycommand")
        {
            return new SshConfigLine(keyword, rest.Length > 0 ? [rest] : [], rest);
        }
        List<string> arguments = Split(rest);
        return new SshConfigLine(keyword, arguments, string.Join(' ', arguments));
    }

    private static List<string> Split(string text)
    {
        List<string> arguments = [];
        StringBuilder current = new();
        bool quoted = false;
        bool started = false;
        foreach (char c in text)
        {
            if (c == '"')
            {
                quoted = !quoted;
                started = true;
            }
            else if (!quoted && c is ' ' or '\t')
            {
                End();
            }
            else if (!quoted && !started && c == '#')
            {
                break;
            }
            else
            {
                current.Append(c);
                started = true;
            }
        }
        if (quoted)
        {
            throw new FormatException("a quote isn't closed.");
        }
        End();
        return arguments;

        void End()
        {
            if (started)
            {
                arguments.Add(current.ToString());
            }
            current.Clear();
            started = false;
        }
    }
}
