using System.Text;

namespace Taiji.Ssh.ClientSide;

/// <summary>The <c>%x</c> tokens of ssh_config.</summary>
internal static class SshTokens
{
    /// <summary>Replaces the tokens that have a value; others stay.</summary>
    public static string Expand(string text, IReadOnlyDictionary<char, string> values)
    {
        StringBuilder output = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 1 < text.Length && values.TryGetValue(text[i + 1], out string? value))
            {
                output.Append(value);
                i++;
            }
            else
            {
                output.Append(text[i]);
            }
        }
        return output.ToString();
    }
}
