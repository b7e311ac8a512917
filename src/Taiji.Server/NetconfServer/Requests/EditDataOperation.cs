using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Yang.Data;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>edit-data (RFC 8526 §3.1.2): all or nothing.</summary>
internal sealed class EditDataOperation : INetconfOperation
{
    private readonly OperationContext _context;
    private Datastore? _datastore;
    private EditOperation _defaultOperation = EditOperation.Merge;
    private EditOperation _readAs;
    private IReadOnlyList<Edit>? _edits;

    private EditDataOperation(OperationContext context) => _context = context;

    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var operation = new EditDataOperation(context);
        operation.ReadParameters(context.Parameters(request), EditOperation.Merge);
        if (operation._defaultOperation == operation._readAs || operation._edits is null) return operation.Checked();

        // The default-operation came after the config whose meaning depends on it: once more, knowing it.
        var again = new EditDataOperation(context);
        request.Restart();
        again.ReadParameters(context.Parameters(request), operation._defaultOperation);
        return again.Checked();
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var result = await _context.Operations.EditAsync(_context.Session, _datastore!.Value, _edits!, new EditOptions(), cancellationToken);
        return NetconfReply.OkOr(result.Warnings);
    }

    private void ReadParameters(ParameterReader parameters, EditOperation assumed)
    {
        _defaultOperation = assumed;
        while (parameters.Read())
        {
            switch (parameters.Name)
            {
                case "datastore":
                    _datastore = DatastoreIdentity.Read(parameters, _context);
                    break;
                case "default-operation":
                    _defaultOperation = EditConfigOperation.ParseDefaultOperation(parameters.ReadText());
                    break;
                case "config":
                    _readAs = _defaultOperation;
                    _edits = _context.ConfigReader.ReadEdits(parameters.Xml, _defaultOperation);
                    break;
                case "url":
                    throw ProtocolErrors.NotSupported("The capability :url is not advertised (RFC 6241 §8.8).");
                default:
                    throw parameters.Unknown();
            }
        }
    }

    private EditDataOperation Checked()
    {
        if (_datastore is not { } datastore) throw ProtocolErrors.MissingElement("datastore", "edit-data needs a <datastore>.");
        var isWritable = datastore == Datastore.Candidate || (datastore == Datastore.Running && _context.Operations.Datastores.WritableRunning);
        if (!isWritable) throw DatastoreIdentity.Unsuitable(datastore);
        return _edits is null ? throw ProtocolErrors.MissingElement("config", "edit-data needs a <config>.") : this;
    }
}
