using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>The root of an operation's or notification's tree.</summary>
internal static class OperationRoot
{
    /// <summary>Input, output, or the notification itself.</summary>
    /// <param name="node">The operation or notification.</param>
    /// <param name="kind">What the document is.</param>
    public static InnerNode Of(InnerNode node, DocumentKind kind) => node switch
    {
        OperationNode operation => kind == DocumentKind.Reply ? operation.Output : operation.Input,
        _ => node,
    };

    /// <summary>The operation that <c>--context</c> names, for a document that has only its content.</summary>
    /// <param name="context">Its path, if one was given.</param>
    /// <param name="kind">What the document is.</param>
    /// <param name="element">The document's outermost name.</param>
    /// <exception cref="RpcErrorException">No path was given, or it names something else.</exception>
    public static OperationNode InContext(DataPath? context, DocumentKind kind, string element)
    {
        if (kind != DocumentKind.Notification && context?.Node is OperationNode operation) return operation;
        throw new RpcErrorException(new RpcError
        {
            Type = ErrorType.Protocol,
            Tag = ErrorTag.MissingElement,
            Message = $"'{element}' doesn't say which rpc or action it belongs to: --context with the path of one is needed",
        });
    }
}
