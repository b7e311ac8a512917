using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>Reads a document in the encoding that its first character tells.</summary>
/// <param name="schema">The schema.</param>
/// <param name="kind">What the document is.</param>
/// <param name="allowsState">Whether state may be in it.</param>
/// <param name="context">The operation that it belongs to, where the document itself doesn't say; null otherwise.</param>
internal sealed class DocumentReader(YangSchema schema, DocumentKind kind, bool allowsState, DataPath? context = null)
{
    /// <summary>Reads a document.</summary>
    /// <param name="file">The document.</param>
    /// <exception cref="RpcErrorException">All that is wrong in it.</exception>
    public InstanceDocument Read(DocumentFile file)
    {
        try
        {
            return ReadAny(file);
        }
        catch (RpcErrorException e)
        {
            throw new RpcErrorException([.. e.Errors.Select(error => error.Location is { } at ? error with { Location = at with { File = file.Name } } : error)]);
        }
    }

    private InstanceDocument ReadAny(DocumentFile file) => file.First switch
    {
        '<' when kind.IsOperation() => new XmlOperationDocument(schema, kind, file.Text).Read(context),
        '<' => OfData(XmlDataDocument.Read(schema, kind, allowsState, file)),
        '{' when kind.IsOperation() => new JsonOperationDocument(schema, kind, file.Bytes).Read(context),
        '{' => OfData(JsonDataDocument.Read(schema, allowsState, file)),
        null when !kind.IsOperation() => OfData(DataTree.Empty(schema)),
        _ => throw new RpcErrorException(new RpcError
        {
            Type = ErrorType.Rpc, Tag = ErrorTag.MalformedMessage, Message = $"{file.Name} begins neither as XML ('<') nor as a JSON object ('{{')",
        }),
    };

    private InstanceDocument OfData(DataTree tree) => new(kind, tree);
}
