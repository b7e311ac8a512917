using Taiji.Netconf;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer;

/// <summary>The <c>with-defaults</c> parameter (RFC 6243 §4.5).</summary>
internal static class WithDefaultsParameter
{
    /// <summary>Whether it is what the reader stands on.</summary>
    /// <param name="parameters">On a parameter.</param>
    public static bool IsAt(ParameterReader parameters) => parameters.Is(NetconfNamespaces.WithDefaults, "with-defaults");

    /// <summary>Reads it.</summary>
    /// <param name="parameters">On it; left after its end.</param>
    public static WithDefaults Read(ParameterReader parameters)
    {
        var text = parameters.ReadText();
        return text switch
        {
            "report-all" => WithDefaults.ReportAll,
            "report-all-tagged" => WithDefaults.ReportAllTagged,
            "trim" => WithDefaults.Trim,
            "explicit" => WithDefaults.Explicit,
            // RFC 6243 §4.5.1 names this tag.
            _ => throw ProtocolErrors.InvalidValue($"with-defaults is \"{text}\", not report-all, report-all-tagged, trim or explicit."),
        };
    }
}
