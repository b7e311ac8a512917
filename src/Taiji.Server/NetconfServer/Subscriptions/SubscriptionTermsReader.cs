using System.Globalization;
using Taiji.Datastores.Store;
using Taiji.Netconf;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer.Subscriptions;

/// <summary>Reads the parameters that establish-subscription and modify-subscription share.</summary>
internal sealed class SubscriptionTermsReader(OperationContext context)
{
    private const string Push = NetconfNamespaces.YangPush;
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromMilliseconds(10);

    private bool _hasFilter;

    /// <summary>What has been read.</summary>
    public SubscriptionTerms Terms { get; private set; } = new();

    /// <summary>Reads a parameter.</summary>
    /// <param name="parameters">On it; left after its end.</param>
    /// <returns>False when it is none of these.</returns>
    public bool TryRead(ParameterReader parameters)
    {
        switch (parameters.Name)
        {
            case "stream-subtree-filter":
                SetSubtree(parameters);
                return true;
            case "stream-xpath-filter":
                SetXPath(parameters);
                return true;
            case "stream-filter-name":
                throw SubscriptionErrors.FilterUnsupported("Filters are given with the subscription, not by name.");
            case "stop-time":
                Terms = Terms with { StopTime = ReadTime(parameters, "stop-time") };
                return true;
            case null when parameters.Xml.NamespaceURI == Push:
                return TryReadPush(parameters);
            default:
                return false;
        }
    }

    /// <summary>Reads a date and time (RFC 3339).</summary>
    /// <param name="parameters">On it.</param>
    /// <param name="name">Its name.</param>
    public static DateTimeOffset ReadTime(ParameterReader parameters, string name)
    {
        var text = parameters.ReadText();
        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : throw ProtocolErrors.InvalidValue($"{name} is \"{text}\", which is no date and time (RFC 3339).");
    }

    private bool TryReadPush(ParameterReader parameters)
    {
        switch (parameters.Xml.LocalName)
        {
            case "datastore":
                Terms = Terms with { Datastore = ReadDatastore(parameters) };
                return true;
            case "datastore-subtree-filter":
                SetSubtree(parameters);
                return true;
            case "datastore-xpath-filter":
                SetXPath(parameters);
                return true;
            case "selection-filter-ref":
                throw SubscriptionErrors.FilterUnsupported("Filters are given with the subscription, not by name.");
            case "periodic":
                ReadPeriodic(new ParameterReader(parameters.Xml, context.Schema));
                return true;
            case "on-change":
                ReadOnChange(new ParameterReader(parameters.Xml, context.Schema, "excluded-change"));
                return true;
            default:
                return false;
        }
    }

    private Datastore ReadDatastore(ParameterReader parameters)
    {
        var prefixes = new XmlPrefixes(parameters.Xml, context.Schema);
        var text = parameters.ReadText();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = text[(colon + 1)..];
        var isOurs = prefixes.Resolve(colon < 0 ? "" : text[..colon])?.Namespace == NetconfNamespaces.Datastores;
        if (!isOurs || !Enum.TryParse<Datastore>(name, ignoreCase: true, out var datastore) || name is not ("running" or "candidate" or "startup" or "operational"))
            throw SubscriptionErrors.NotSubscribable(text);
        return datastore == Datastore.Operational || context.Operations.Datastores.Has(datastore) ? datastore : throw SubscriptionErrors.NotSubscribable(text);
    }

    private void ReadPeriodic(ParameterReader inside)
    {
        while (inside.Read())
        {
            if (inside.Name == "period") Terms = Terms with { Period = ReadCentiseconds(inside, "period") };
            else if (inside.Name == "anchor-time") Terms = Terms with { Anchor = ReadTime(inside, "anchor-time") };
            else throw inside.Unknown();
        }

        if (Terms.Period is null) throw ProtocolErrors.MissingElement("period", "A periodic subscription needs a <period>.");
        if (Terms.Period < LeastPeriod) throw SubscriptionErrors.PeriodUnsupported("A period is 1 centisecond at least.");
    }

    private void ReadOnChange(ParameterReader inside)
    {
        var excluded = new HashSet<string>(StringComparer.Ordinal);
        Terms = Terms with { IsOnChange = true };
        while (inside.Read())
        {
            if (inside.Name == "dampening-period") Terms = Terms with { Dampening = ReadCentiseconds(inside, "dampening-period") };
            else if (inside.Name == "sync-on-start") Terms = Terms with { SyncOnStart = ReadBoolean(inside) };
            else if (inside.Name == "excluded-change") excluded.Add(ReadChange(inside));
            else throw inside.Unknown();
        }

        Terms = Terms with { Excluded = excluded };
    }

    private void SetSubtree(ParameterReader parameters) => SetFilter(new SubtreeDataFilter(context.Schema, XmlSubtreeFilterReader.Read(parameters.Xml, context.Schema)));

    private void SetXPath(ParameterReader parameters)
    {
        var prefixes = new XmlPrefixes(parameters.Xml, context.Schema);
        SetFilter(XPathDataFilter.Parse(parameters.ReadText(), prefixes, SubscriptionErrors.FilterUnsupported));
    }

    private void SetFilter(DataFilter filter)
    {
        if (_hasFilter) throw ProtocolErrors.InvalidValue("A subscription has one filter.");
        _hasFilter = true;
        Terms = Terms with { Filter = filter };
    }

    private static TimeSpan ReadCentiseconds(ParameterReader parameters, string name)
    {
        var text = parameters.ReadText();
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? TimeSpan.FromMilliseconds(10.0 * number) : throw ProtocolErrors.InvalidValue($"{name} is \"{text}\", not a number of centiseconds.");
    }

    private static bool ReadBoolean(ParameterReader parameters) => parameters.ReadText() switch
    {
        "true" => true,
        "false" => false,
        var text => throw ProtocolErrors.InvalidValue($"sync-on-start is \"{text}\", not true or false."),
    };

    private static string ReadChange(ParameterReader parameters)
    {
        var text = parameters.ReadText();
        return text is "create" or "delete" or "insert" or "move" or "replace"
            ? text : throw ProtocolErrors.InvalidValue($"excluded-change is \"{text}\", not create, delete, insert, move or replace.");
    }
}
