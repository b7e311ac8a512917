using Microsoft.AspNetCore.Http;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>Applies the edits one by one to a copy, to name the one that can't be done: the datastore itself takes them all or none (RFC 8072 §3).</summary>
internal static class PatchRehearsal
{
    /// <summary>The first edit that fails, or null.</summary>
    /// <param name="tree">The content at the moment of the patch.</param>
    /// <param name="edits">In order.</param>
    public static PatchFailure? Run(DataTree tree, IReadOnlyList<BoundEdit> edits)
    {
        // Sealed between edits only where one needs to look at what the others made.
        var editor = tree.Edit();
        var current = tree;
        var isCurrent = true;
        foreach (var (id, operation, edit) in edits)
        {
            if (!isCurrent)
            {
                current = editor.Seal();
                editor = current.Edit();
                isCurrent = true;
            }

            if (CheckInstances(current, operation, edit.Target) is { } failure) return new PatchFailure(id, failure.Status, [failure.Error]);
            if (editor.Apply(edit) is { } error) return new PatchFailure(id, RestconfError.StatusOf(error), [error]);
            isCurrent = false;
        }

        return null;
    }

    /// <summary>RFC 8072 §2.2: what isn't there can only be created, and a resource exists only in its parent (RFC 8040 §3.5).</summary>
    private static RestconfException? CheckInstances(DataTree tree, PatchOperation operation, DataPath target)
    {
        if (operation is PatchOperation.Delete or PatchOperation.Move)
        {
            return tree.TryFind(target, out _) ? null : Missing(target, "there is no such instance");
        }

        return operation == PatchOperation.Remove || FoundData.TryWalk(tree, target.Parent, out _)
            ? null : Missing(target.Parent, "the parent resource doesn't exist");
    }

    private static RestconfException Missing(DataPath path, string message) => new(StatusCodes.Status409Conflict, new RpcError
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.DataMissing,
        Path = path.ToString(),
        Message = $"'{path}': {message}.",
    });
}
