using System.Xml;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.TransactionIds;
using Taiji.Yang.Data;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>The parameters that edit-config (RFC 6241 §7.2) and edit-data (RFC 8526 §3.1.2) share: <c>default-operation</c>, and <c>config</c> or <c>url</c>.</summary>
internal sealed class EditParameters
{
    private readonly OperationContext _context;
    private readonly bool? _mayCreate;
    private EditOperation _defaultOperation;
    private EditOperation _readAs;
    private IReadOnlyList<Edit>? _edits;
    private UrlResource? _url;

    private EditParameters(OperationContext context, EditOperation assumed, bool? mayCreate)
    {
        _context = context;
        _mayCreate = mayCreate;
        _defaultOperation = assumed;
        Versions = new EditVersions(context);
    }

    /// <summary>Reads an operation's parameters; twice when the default-operation comes after the config whose meaning depends on it.</summary>
    /// <param name="context">Where it is done.</param>
    /// <param name="request">On the operation.</param>
    /// <param name="readOther">Reads a parameter of the operation's own; false when it has none of that name.</param>
    public static EditParameters Read(OperationContext context, RpcRequest request, Func<ParameterReader, bool> readOther)
    {
        var name = request.Reader.LocalName;
        var mayCreate = MessageAttributes.Find(request, "objectcreate", context.Local.IsLocal);
        var read = new EditParameters(context, EditOperation.Merge, mayCreate);
        read.Read(context.Parameters(request), readOther);
        if (read._defaultOperation != read._readAs && read._edits is not null)
        {
            request.Restart();
            var assumed = read._defaultOperation;
            read = new EditParameters(context, assumed, mayCreate);
            read.Read(context.Parameters(request), readOther);
        }

        return read._edits is null && read._url is null ? throw ProtocolErrors.MissingElement("config", $"{name} needs a <config>.") : read;
    }

    /// <summary>What the config says of nodes that may not be created, once the edits are read.</summary>
    public ObjectCreation Creation { get; private set; } = new();

    /// <summary>The versions that the edit goes by, and whether the new one is to be told.</summary>
    public EditVersions Versions { get; }

    /// <summary>The edits; what a URL stands for is fetched now.</summary>
    /// <param name="cancellationToken">The session ends.</param>
    public async ValueTask<IReadOnlyList<Edit>> EditsAsync(CancellationToken cancellationToken) =>
        _edits ?? await _url!.ReadAsync(ReadEdits, cancellationToken);

    private IReadOnlyList<Edit> ReadEdits(XmlReader xml)
    {
        var creation = new ObjectCreation(_mayCreate);
        var edits = _context.ConfigReader.ReadEdits(xml, _defaultOperation, creation.Rules, Versions.Rules);
        if (!_context.Local.IsLocal) creation.Refuse();
        Creation = creation;
        return edits;
    }

    private void Read(ParameterReader parameters, Func<ParameterReader, bool> readOther)
    {
        while (parameters.Read())
        {
            switch (parameters.Name)
            {
                case "default-operation":
                    _defaultOperation = ParseDefaultOperation(parameters.ReadText());
                    break;
                case "config" or "url" when _edits is not null || _url is not null:
                    throw ProtocolErrors.BadElement(parameters.Name, "An edit has one <config> or one <url>.");
                case "config":
                    _readAs = _defaultOperation;
                    Versions.Take(parameters.Xml);
                    _edits = ReadEdits(parameters.Xml);
                    break;
                case "url":
                    _url = _context.Url(parameters);
                    break;
                default:
                    if (!Versions.TryRead(parameters) && !readOther(parameters)) throw parameters.Unknown();
                    break;
            }
        }
    }

    private static EditOperation ParseDefaultOperation(string text) => text switch
    {
        "merge" => EditOperation.Merge,
        "replace" => EditOperation.Replace,
        "none" => EditOperation.None,
        _ => throw ProtocolErrors.BadElement("default-operation", $"default-operation is \"{text}\", not merge, replace or none."),
    };
}
