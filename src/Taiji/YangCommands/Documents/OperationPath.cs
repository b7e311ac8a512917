using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>Where an operation or notification stands. Paths of errors in it begin at its own root: this puts them where the document has them.</summary>
/// <param name="parent">The path of the data node that it belongs to; the root's path when there is none.</param>
/// <param name="node">The operation or notification.</param>
internal sealed class OperationPath(DataPath parent, InnerNode node)
{
    private readonly string _text = parent.Append(node).ToString();

    /// <summary>The data node that it belongs to.</summary>
    public DataPath Parent => parent;

    /// <summary>Runs a step over the operation's content.</summary>
    /// <param name="read">The step.</param>
    /// <exception cref="RpcErrorException">What the step threw, with paths from the top.</exception>
    public T Within<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RpcErrorException e)
        {
            throw new RpcErrorException(FromTop(e.Errors));
        }
    }

    /// <summary>The errors with paths from the top.</summary>
    /// <param name="errors">Errors with paths from the operation's root.</param>
    public IReadOnlyList<RpcError> FromTop(IReadOnlyList<RpcError> errors) =>
        [.. errors.Select(e => e.Path is null ? e : e with { Path = FromTop(e.Path) })];

    private string FromTop(string path)
    {
        var rest = path.TrimStart('/');
        if (rest.Length == 0) return _text;
        var own = node.Module.Name + ":";
        return $"{_text}/{(rest.StartsWith(own, StringComparison.Ordinal) ? rest[own.Length..] : rest)}";
    }
}
