namespace Taiji.Yang.Encodings;

/// <summary>What is said of a list or leaf-list of which not all entries are sent, with the first that is: the annotations of <c>ietf-list-pagination</c> (draft-ietf-netconf-list-pagination §4).</summary>
public sealed record ListAnnotation
{
    /// <summary>The module that defines the annotations.</summary>
    public const string Module = "ietf-list-pagination";

    /// <summary>The namespace of the annotations.</summary>
    public const string Namespace = "urn:ietf:params:xml:ns:yang:ietf-list-pagination";

    /// <summary>The module that defines <see cref="Incomplete"/>.</summary>
    public const string IncompleteModule = "taiji-state-providers";

    /// <summary>The namespace of <see cref="Incomplete"/>.</summary>
    public const string IncompleteNamespace = "urn:taiji:state-providers";

    /// <summary>For <see cref="Remaining"/>: there are more, and counting them costs too much.</summary>
    public const long Unknown = -1;

    /// <summary>How many entries a limit left out, <see cref="Unknown"/>, or 0 when none.</summary>
    public long Remaining { get; init; }

    /// <summary>The cursor of the page after; null when there is none.</summary>
    public string? Next { get; init; }

    /// <summary>The cursor of the page before; null when there is none.</summary>
    public string? Previous { get; init; }

    /// <summary>The locale by which entries were sorted; null when they weren't.</summary>
    public string? Locale { get; init; }

    /// <summary>Why the list ends here though there may be more entries (<c>taiji-state-providers:incomplete</c>); null when it doesn't.</summary>
    public string? Incomplete { get; init; }

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => Remaining == 0 && Next is null && Previous is null && Locale is null && Incomplete is null;

    /// <summary>The annotations' names and values; the names without their module.</summary>
    internal IEnumerable<(string Name, string Text, bool IsNumber)> Members()
    {
        // The largest number stands for any that is as large.
        if (Remaining > 0) yield return ("remaining", Math.Min(Remaining, uint.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture), true);
        else if (Remaining == Unknown) yield return ("remaining", "unknown", false);
        if (Next is not null) yield return ("next", Next, false);
        if (Previous is not null) yield return ("previous", Previous, false);
        if (Locale is not null) yield return ("locale", Locale, false);
    }
}
