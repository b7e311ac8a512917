using Taiji.Server.Filters;
using Taiji.Netconf;
using Taiji.Server.NetconfServer.TransactionIds;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer;

/// <summary>The <c>filter</c> parameter (RFC 6241 §6, §8.9.5).</summary>
internal static class FilterParameter
{
    /// <summary>Reads it.</summary>
    /// <param name="parameters">On it; left after its end.</param>
    /// <param name="context">Where it is done.</param>
    /// <param name="known">Takes the versions it knows; null where it can know none.</param>
    public static DataFilter Read(ParameterReader parameters, OperationContext context, KnownVersions? known = null)
    {
        var xml = parameters.Xml;
        if (known is not null) known.Take(xml);
        else if (TransactionId.Find(xml) is var (mechanism, _)) throw ProtocolErrors.UnknownAttribute("filter", mechanism, $"{mechanism} is for get-config and get-data.");
        var type = xml.GetAttribute("type") ?? xml.GetAttribute("type", NetconfNamespaces.Base) ?? "subtree";
        switch (type)
        {
            case "subtree":
                return Subtree(parameters, context, known);
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

    /// <summary>Reads a subtree filter (RFC 6241 §6).</summary>
    /// <param name="parameters">On it; left after its end.</param>
    /// <param name="context">Where it is done.</param>
    /// <param name="known">Takes the versions its elements know; null where they can know none.</param>
    public static DataFilter Subtree(ParameterReader parameters, OperationContext context, KnownVersions? known)
    {
        var elements = XmlSubtreeFilterReader.Read(parameters.Xml, context.Schema, known is null ? null : NetconfNamespaces.TransactionId);
        known?.Take(elements);
        return new SubtreeDataFilter(context.Schema, elements);
    }
}
