using System.Globalization;
using Taiji.Server.Filters;
using Taiji.Datastores;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Netconf;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.TransactionIds;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>get-data (RFC 8526 §3.1.1).</summary>
internal sealed class GetDataOperation : INetconfOperation
{
    private readonly OperationContext _context;
    private readonly List<Identity> _origins = [];
    private readonly KnownVersions _known = new();
    private Datastore? _datastore;
    private DataFilter? _filter;
    private string? _originFilter;
    private ContentFilter _content = ContentFilter.All;
    private int _maxDepth;
    private bool _withOrigin;
    private WithDefaults? _withDefaults;

    private GetDataOperation(OperationContext context) => _context = context;

    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var operation = new GetDataOperation(context);
        operation._known.Take(request.Reader);
        var parameters = context.Parameters(request, "origin-filter", "negated-origin-filter");
        while (parameters.Read()) operation.ReadParameter(parameters);
        operation.Check();
        return operation;
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var datastore = _datastore!.Value;
        var options = new DataWriteOptions
        {
            Content = datastore == Datastore.Operational ? _content : _content == ContentFilter.NonConfig ? _content : ContentFilter.Config,
            Depth = _maxDepth,
            WithDefaults = ModeFor(datastore),
        };
        var view = new DataView(_filter, options)
        {
            Origins = _originFilter is null ? null : new OriginSelection(_origins, _originFilter == "negated-origin-filter"),
            WithOrigin = _withOrigin,
            CountsFromSelected = true,
            Namespace = NetconfNamespaces.Nmda,
            Known = _known,
        };
        return DataReply.MakeAsync(_context, new ReadRequest(datastore), view, cancellationToken);
    }

    /// <summary>Operational always tells the values in use, defaults among them (RFC 8526 §3.1.1.2).</summary>
    private WithDefaults ModeFor(Datastore datastore) => datastore != Datastore.Operational
        ? _withDefaults ?? WithDefaults.Explicit
        : _withDefaults is null or WithDefaults.Explicit ? WithDefaults.ReportAll : _withDefaults.Value;

    private void ReadParameter(ParameterReader parameters)
    {
        switch (parameters.Name)
        {
            case "datastore":
                _datastore = DatastoreIdentity.Read(parameters, _context);
                break;
            case "subtree-filter":
                _known.Take(parameters.Xml);
                SetFilter(parameters, FilterParameter.Subtree(parameters, _context, _known));
                break;
            case "xpath-filter":
                _known.Take(parameters.Xml);
                var prefixes = new XmlPrefixes(parameters.Xml, _context.Schema);
                SetFilter(parameters, XPathDataFilter.Parse(parameters.ReadText(), prefixes, ProtocolErrors.InvalidValue));
                break;
            case "config-filter":
                _content = ReadBoolean(parameters) ? ContentFilter.Config : ContentFilter.NonConfig;
                break;
            case "origin-filter" or "negated-origin-filter":
                AddOrigin(parameters, parameters.Name!);
                break;
            case "max-depth":
                _maxDepth = ReadDepth(parameters);
                break;
            case "with-origin":
                parameters.ReadEmpty();
                _withOrigin = true;
                break;
            // The grouping of RFC 6243 makes it a parameter of get-data's own module.
            case "with-defaults":
            case null when WithDefaultsParameter.IsAt(parameters):
                _withDefaults = WithDefaultsParameter.Read(parameters);
                break;
            default:
                throw parameters.Unknown();
        }
    }

    private void SetFilter(ParameterReader parameters, DataFilter filter)
    {
        if (_filter is not null) throw ProtocolErrors.BadElement("xpath-filter", "get-data takes subtree-filter or xpath-filter, not both.");
        _filter = filter;
    }

    private void AddOrigin(ParameterReader parameters, string name)
    {
        if (_originFilter is not null && _originFilter != name) throw ProtocolErrors.BadElement(name, "get-data takes origin-filter or negated-origin-filter, not both.");
        _originFilter = name;
        var prefixes = new XmlPrefixes(parameters.Xml, _context.Schema);
        var text = parameters.ReadText();
        var origin = OriginIdentities.Base(_context.Schema);
        // The base itself stands for all of them.
        _origins.Add(IdentityReference.Resolve(text, prefixes, _context.Schema) is { } found && origin is not null && (found == origin || found.IsDerivedFrom(origin))
            ? found : throw ProtocolErrors.InvalidValue($"{name} is \"{text}\", which is no origin (RFC 8342 §7)."));
    }

    private void Check()
    {
        if (_datastore is null) throw ProtocolErrors.MissingElement("datastore", "get-data needs a <datastore>.");
        if (_datastore == Datastore.Operational && _known.Mechanism is { } mechanism)
            throw ProtocolErrors.BadAttribute("get-data", mechanism, "operational is no configuration datastore: it has no versions (draft-ietf-netconf-transaction-id).");
        if (_datastore == Datastore.Operational) return;
        if (_withOrigin) throw ProtocolErrors.InvalidValue("with-origin is for the datastore operational (RFC 8526 §4).");
        if (_originFilter is not null) throw ProtocolErrors.UnknownElement(_originFilter, $"{_originFilter} is for the datastore operational (RFC 8526 §4).");
    }

    private static bool ReadBoolean(ParameterReader parameters)
    {
        var text = parameters.ReadText();
        return text switch
        {
            "true" => true,
            "false" => false,
            _ => throw ProtocolErrors.InvalidValue($"config-filter is \"{text}\", not true or false."),
        };
    }

    private static int ReadDepth(ParameterReader parameters)
    {
        var text = parameters.ReadText();
        if (text == "unbounded") return 0;
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) && depth > 0
            ? depth : throw ProtocolErrors.InvalidValue($"max-depth is \"{text}\", not 1 to 65535 or unbounded.");
    }
}
