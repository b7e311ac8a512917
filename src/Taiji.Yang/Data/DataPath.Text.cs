using Taiji.Yang.Diagnostics;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data;

public sealed partial class DataPath
{
    /// <summary>
    /// Parses an instance-identifier (RFC 7950 §9.13; RFC 7951 §6.11), also one that ends in a whole list, an action or a notification. A value with both kinds of
    /// quotes is written as XPath's <c>concat()</c>.
    /// </summary>
    /// <param name="schema">The schema.</param>
    /// <param name="text">E.g. <c>/ietf-interfaces:interfaces/interface[name='eth0']/mtu</c>.</param>
    /// <param name="prefixes">Prefixes in scope; null when they are module names, needed only where the module changes.</param>
    /// <exception cref="RpcErrorException">invalid-value or unknown-element, with the place.</exception>
    public static DataPath Parse(Schema.YangSchema schema, string text, IPrefixMap? prefixes = null) => new DataPathParser(schema, text, prefixes).Parse();

    /// <summary>The RFC 7951 §6.11 form, module names where they change.</summary>
    public override string ToString() => Write(new DataPathText(Schema));

    /// <summary>The XML form (RFC 7950 §9.13): every name prefixed.</summary>
    /// <param name="prefixes">Makes the prefixes.</param>
    public string ToXmlString(IPrefixMap prefixes) => Write(new DataPathText(Schema, prefixes));

    private string Write(DataPathText text)
    {
        foreach (ref readonly var step in Steps) text.Step(step);
        return text.ToString();
    }
}
