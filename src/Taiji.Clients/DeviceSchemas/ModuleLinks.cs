using System.Text.RegularExpressions;

namespace Taiji.Clients.DeviceSchemas;

/// <summary>Finds which modules a text needs, without compiling it: what is found too much only costs a request.</summary>
internal static partial class ModuleLinks
{
    public static IEnumerable<ModuleEntry> Of(string yang) =>
        Links().Matches(yang).Select(m => new ModuleEntry(
            m.Groups["name"].Value, m.Groups["revision"] is { Success: true } revision ? revision.Value : null, false, [], m.Groups["kind"].Value == "include"));

    [GeneratedRegex("""(?m)^\s*(?<kind>import|include)\s+["']?(?<name>[\w.-]+)["']?\s*(?:;|\{[^{}]*?(?:revision-date\s+["']?(?<revision>[\d-]+)["']?\s*;[^{}]*)?\})""")]
    private static partial Regex Links();
}
