using Taiji.Server.Filters;
using Taiji.Netconf;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer;

/// <summary>The <c>filter</c> parameter (RFC 6241 §6, §8.9.5).</summary>
internal static class FilterParameter
{
    /// <summary>Reads it.</summary>
    /// <param name="parameters">On it; left after its end.</param>
    /// <param name="context">Where it is done.</param>
    public static DataFilter Read(ParameterReader parameters, OperationContext context)
    {
        var xml = parameters.Xml;
        var type = xml.GetAttribute("type") ?? xml.GetAttribute("type", NetconfNamespaces.Base) ?? "subtree";
        switch (type)
        {
            case "subtree":
                return new SubtreeDataFilter(context.Schema, XmlSubtreeFilterReader.Read(xml, context.Schema));
            case "xpath":
                var select = xml.GetAttribute("select") ?? xml.GetAttribute("select", NetconfNamespaces.Base)
                    ?? throw ProtocolErrors.MissingAttribute("filter", "select", "A filter of the type xpath needs a select attribute (RFC 6241 §8.9.5).");
                var filter = XPathDataFilter.Parse(
                    select, new XmlPrefixes(xml, context.Schema), message => ProtocolErrors.BadAttribute("filter", "select", message));
                parameters.ReadEmpty();
                return filter;
            default:
                throw ProtocolErrors.BadAttribute("filter", "type", $"The filter's type is \"{type}\", not subtree or xpath.");
        }
    }
}
