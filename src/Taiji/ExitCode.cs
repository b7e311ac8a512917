namespace Taiji;

/// <summary>The exit statuses of <c>taiji</c>.</summary>
internal static class ExitCode
{
    /// <summary>All well.</summary>
    public const int Ok = 0;

    /// <summary>What was checked is invalid, or the operation failed.</summary>
    public const int Failed = 1;

    /// <summary>Unusable options.</summary>
    public const int BadOptions = 2;

    /// <summary>The schema or the start-up configuration doesn't load.</summary>
    public const int CannotStart = 3;

    /// <summary>Says what is wrong with the options, a line each.</summary>
    public static int UnusableOptions(IEnumerable<string> errors)
    {
        foreach (var error in errors) Console.Error.WriteLine("taiji: " + string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return BadOptions;
    }
}
