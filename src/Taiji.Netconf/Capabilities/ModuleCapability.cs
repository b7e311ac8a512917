using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Netconf.Capabilities;

/// <summary>Capabilities of YANG modules (RFC 6020 §5.6.4): <c>namespace?module=…&amp;revision=…&amp;features=…&amp;deviations=…</c>.</summary>
public static class ModuleCapability
{
    /// <summary>
    /// One capability for each implemented module of YANG version 1. Modules of version 1.1 are found in the YANG library only (RFC 7950 §5.6.4).
    /// </summary>
    /// <param name="schema">The schema.</param>
    public static IEnumerable<Capability> ForVersion1(YangSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.Modules.Where(m => m.IsImplemented && !m.IsVersion11).Select(For);
    }

    /// <summary>A module's capability.</summary>
    /// <param name="module">The module.</param>
    public static Capability For(YangModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var text = new StringBuilder(module.Namespace).Append("?module=").Append(module.Name);
        if (module.Revision is not null) text.Append("&revision=").Append(module.Revision);
        if (module.Features.Count > 0) text.Append("&features=").AppendJoin(',', module.Features);
        if (module.DeviatedBy.Count > 0) text.Append("&deviations=").AppendJoin(',', module.DeviatedBy.Select(m => m.Name));
        return Capability.Parse(text.ToString());
    }
}
