using System.IO.Enumeration;

namespace Taiji.Ssh.ClientSide;

/// <summary>Reads ssh_config files as far as they apply to one host.</summary>
internal sealed class SshConfigReader(string alias, string? user)
{
    // As in OpenSSH.
    private const int DeepestInclude = 16;

    private static readonly HashSet<string> Several = ["identityfile"];

    private readonly Dictionary<string, IReadOnlyList<string>> _values = [];

    /// <summary>The keywords in lower case, and what counts of their values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values => _values;

    /// <summary>A path below the user's home.</summary>
    public static string InHome(string path) => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path);

    public void ReadFile(string path) => ReadFile(path, 0, applies: true);

    private void ReadFile(string path, int depth, bool applies)
    {
        if (depth > DeepestInclude)
        {
            throw new FormatException($"{path}: files are included deeper than {DeepestInclude} levels.");
        }
        int number = 0;
        bool section = true;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (SshConfigLine.Parse(line) is not { } parsed)
            {
                continue;
            }
            try
            {
                switch (parsed.Keyword)
                {
                    case "host":
                        section = MatchesHost(alias, parsed.Arguments);
                        break;
                    case "match":
                        section = MatchesAll(parsed.Arguments);
                        break;
                    case "include":
                        foreach (string included in parsed.Arguments.SelectMany(a => Included(a, path)))
                        {
                            ReadFile(included, depth + 1, applies && section);
                        }
                        break;
                    default:
                        if (applies && section)
                        {
                            Take(parsed);
                        }
                        break;
                }
            }
            catch (FormatException e) when (!e.Message.StartsWith('/'))
            {
                throw new FormatException($"{Path.GetFullPath(path)} line {number}: {e.Message}", e);
            }
        }
    }

    private void Take(SshConfigLine line)
    {
        if (line.Arguments.Count == 0)
        {
            throw new FormatException($"{line.Keyword} has no value.");
        }
        if (_values.TryGetValue(line.Keyword, out IReadOnlyList<string>? earlier))
        {
            if (Several.Contains(line.Keyword))
            {
                _values[line.Keyword] = [.. earlier, line.Rest];
            }
            return;
        }
        // Of the two ways through something the first counts.
        if ((line.Keyword == "proxyjump" && _values.ContainsKey("proxycommand")) || (line.Keyword == "proxycommand" && _values.ContainsKey("proxyjump")))
        {
            return;
        }
        _values[line.Keyword] = [line.Rest];
    }

    private static bool MatchesHost(string host, IReadOnlyList<string> patterns)
    {
        bool matches = false;
        foreach (string pattern in patterns)
        {
            if (pattern.StartsWith('!'))
            {
                if (MatchesPattern(pattern[1..], host))
                {
                    return false;
                }
            }
            else
            {
                matches |= MatchesPattern(pattern, host);
            }
        }
        return matches;
    }

    private bool MatchesAll(IReadOnlyList<string> criteria)
    {
        for (int i = 0; i < criteria.Count; i++)
        {
            string criterion = criteria[i].ToLowerInvariant();
            bool negated = criterion.StartsWith('!');
            criterion = criterion.TrimStart('!');
            if (criterion is "all")
            {
                continue;
            }
            if (++i >= criteria.Count)
            {
                throw new FormatException($"Match {criterion} has no pattern.");
            }
            // What asks for a command's outcome, or for a second pass, is never met: neither is done here.
            bool? met = criterion switch
            {
                "host" => MatchesHost(HostName, criteria[i].Split(',')),
                "originalhost" => MatchesHost(alias, criteria[i].Split(',')),
                "user" => MatchesHost(UserName, criteria[i].Split(',')),
                "localuser" => MatchesHost(Environment.UserName, criteria[i].Split(',')),
                "exec" or "canonical" or "final" or "localnetwork" or "tagged" => null,
                _ => throw new FormatException($"Match has no criterion {criterion}."),
            };
            if (met is null || met == negated)
            {
                return false;
            }
        }
        return true;
    }

    private string HostName => _values.TryGetValue("hostname", out IReadOnlyList<string>? names) ? names[0].Replace("%h", alias, StringComparison.Ordinal) : alias;

    private string UserName => user ?? (_values.TryGetValue("user", out IReadOnlyList<string>? names) ? names[0] : Environment.UserName);

    private static bool MatchesPattern(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private static IEnumerable<string> Included(string pattern, string from)
    {
        string path = pattern.StartsWith("~/", StringComparison.Ordinal) ? InHome(pattern[2..]) : pattern;
        if (!Path.IsPathRooted(path))
        {
            path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(from))!, path);
        }
        string directory = Path.GetDirectoryName(path)!;
        return Directory.Exists(directory) ? Directory.GetFiles(directory, Path.GetFileName(path)).Order(StringComparer.Ordinal) : [];
    }
}
