namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>A rule for commands (<c>taiji-access:command-rule</c>).</summary>
/// <param name="Context">Where the command is given; <c>*</c> is anywhere.</param>
/// <param name="Words">The words that commands it is about begin with; <c>*</c> stands for any word.</param>
/// <param name="Operations">Read, exec or both.</param>
/// <param name="Permit">The action.</param>
internal sealed record CommandRule(string Context, IReadOnlyList<string> Words, AccessOperations Operations, bool Permit)
{
    /// <summary>Splits a command into words.</summary>
    public static string[] Split(string command) => command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public bool Matches(string context, IReadOnlyList<string> command, AccessOperations operation)
    {
        if (!Operations.HasFlag(operation) || (Context != "*" && Context != context)) return false;
        // "*" alone is about everything, the empty command included.
        if (Words is ["*"]) return true;
        if (Words.Count > command.Count) return false;
        for (var i = 0; i < Words.Count; i++)
        {
            if (Words[i] != "*" && Words[i] != command[i]) return false;
        }

        return true;
    }
}
