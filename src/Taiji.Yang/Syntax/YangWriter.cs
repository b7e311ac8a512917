using System.Buffers;
using System.Text;

namespace Taiji.Yang.Syntax;

/// <summary>
/// Statements → YANG text in one layout: two spaces a level, quotes where they are needed, prose on lines of its own. The order of statements is kept. What is written reads
/// as the same statements again; comments are not statements.
/// </summary>
public static class YangWriter
{
    private const int Step = 2;

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" \t\r\n;{}\"'");

    /// <summary>Writes a module or submodule.</summary>
    /// <param name="module">The top statement.</param>
    public static string Write(Statement module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var output = new StringBuilder();
        Write(module, 0, output);
        return output.ToString();
    }

    private static void Write(Statement statement, int indent, StringBuilder output)
    {
        output.Append(' ', indent);
        if (statement.Prefix is not null) output.Append(statement.Prefix).Append(':');
        output.Append(statement.Keyword);
        if (statement.Argument is { } argument) WriteArgument(statement.Kind, argument, indent, output);
        if (statement.Children.Length == 0)
        {
            output.Append(";\n");
            return;
        }

        output.Append(" {\n");
        for (var i = 0; i < statement.Children.Length; i++)
        {
            var child = statement.Children[i];
            if (indent == 0 && i > 0 && (IsTall(child) || IsTall(statement.Children[i - 1]))) output.Append('\n');
            Write(child, indent + Step, output);
        }

        output.Append(' ', indent).Append("}\n");
    }

    /// <summary>Whether a statement takes several lines: at a module's top these have an empty line around them.</summary>
    private static bool IsTall(Statement statement) => statement.Children.Length > 0 || YinNames.IsElement(statement.Kind);

    private static void WriteArgument(StatementKind kind, string argument, int indent, StringBuilder output)
    {
        if (YinNames.IsElement(kind) || (argument.Contains('\n') && IsBlock(argument)))
        {
            output.Append('\n').Append(' ', indent + Step);
            WriteQuoted(argument, indent + Step + 1, output);
            return;
        }

        output.Append(' ');
        if (CanStandUnquoted(argument)) output.Append(argument);
        else if (argument.AsSpan().IndexOfAny('\\', '"') >= 0 && argument.AsSpan().IndexOfAny('\'', '\n') < 0) output.Append('\'').Append(argument).Append('\'');
        else WriteQuoted(argument, null, output);
    }

    private static bool CanStandUnquoted(string argument) =>
        argument.Length > 0 && argument.AsSpan().IndexOfAny(NeedsQuotes) < 0 && argument[0] != '+'
        && !argument.Contains("//", StringComparison.Ordinal) && !argument.Contains("/*", StringComparison.Ordinal) && !argument.Contains("*/", StringComparison.Ordinal);

    /// <summary>Whether the line breaks can be real ones: white space before them would not be read again (RFC 7950 §6.1.3).</summary>
    private static bool IsBlock(string text)
    {
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            if (at > 0 && text[at - 1] is ' ' or '\t' or '\r') return false;
        }

        return true;
    }

    /// <summary>Writes a double-quoted string; continued lines are indented to its first column, which is not part of them.</summary>
    private static void WriteQuoted(string text, int? column, StringBuilder output)
    {
        var isBlock = column is not null && IsBlock(text);
        output.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"': output.Append("\\\""); break;
                case '\\': output.Append("\\\\"); break;
                case '\n' when !isBlock: output.Append("\\n"); break;
                case '\n':
                    output.Append('\n');
                    if (i + 1 < text.Length && text[i + 1] != '\n') output.Append(' ', column!.Value);
                    break;
                default: output.Append(text[i]); break;
            }
        }

        output.Append('"');
    }
}
