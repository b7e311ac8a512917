namespace Taiji.Server.JsonRpcApi.BatchCommands;

/// <summary>A command that clients may start by its name. No shell is in between: what they add is arguments and nothing else.</summary>
/// <param name="Program">The program's absolute path.</param>
/// <param name="Arguments">Its first arguments.</param>
public sealed record BatchCommandLine(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The environment of every command: nothing of the server's own, which may hold secrets. One with a terminal has <c>TERM=xterm</c> too.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["LANG"] = "C.UTF-8", ["PATH"] = "/usr/local/bin:/usr/bin:/bin" };

    /// <summary>The words of a text: separated by blanks; quotes keep blanks in a word, a backslash takes the next character as it is.</summary>
    /// <param name="text">The text.</param>
    public static string[] Words(string text)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var (quote, isOpen) = ('\0', false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
                isOpen = true;
            }
            else if (quote != '\0' && quote == c)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0')
            {
                (quote, isOpen) = (c, true);
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (isOpen) words.Add(word.ToString());
                word.Clear();
                isOpen = false;
            }
            else
            {
                word.Append(c);
                isOpen = true;
            }
        }

        if (isOpen) words.Add(word.ToString());
        return [.. words];
    }
}
