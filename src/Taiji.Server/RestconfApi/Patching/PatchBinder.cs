using Microsoft.AspNetCore.Http;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>Resolves the edits of a patch against the schema: targets and points to paths, values to trees (RFC 8072 §2.4, §2.5).</summary>
internal sealed class PatchBinder
{
    private readonly YangSchema _schema;
    private readonly DataPath _resource;
    private readonly string _root;

    /// <summary>Makes a binder.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="resource">The target resource.</param>
    /// <param name="root">The path of the datastore resource, <c>/restconf/data</c>: a point may begin with it.</param>
    public PatchBinder(YangSchema schema, DataPath resource, string root)
    {
        _schema = schema;
        _resource = resource;
        _root = root;
    }

    /// <summary>Binds all edits.</summary>
    /// <param name="patch">The patch.</param>
    /// <exception cref="PatchException">Edits that are not valid: all whose target isn't, or the first whose value isn't.</exception>
    public BoundEdit[] Bind(PatchDocument patch)
    {
        var bound = new BoundEdit[patch.Edits.Count];
        var invalid = new List<PatchFailure>();
        for (var i = 0; i < bound.Length; i++)
        {
            var edit = patch.Edits[i];
            if (PatchFailure.Of(edit.Id!, () => bound[i] = BindTarget(edit)) is { } failure) invalid.Add(failure);
        }

        if (invalid.Count > 0) throw new PatchException(invalid);
        patch.ReadValues((i, read) =>
        {
            var edit = patch.Edits[i];
            if (PatchFailure.Of(edit.Id!, () => bound[i] = bound[i] with { Edit = bound[i].Edit with { Payload = ReadValue(bound[i].Edit.Target, read) } }) is { } failure)
            {
                throw new PatchException([failure]);
            }
        });
        return bound;
    }

    private BoundEdit BindTarget(PatchEdit edit)
    {
        var target = edit.Target == "/" ? _resource : ResourcePathParser.Parse(_schema, Relative(edit.Target!), _resource);
        if (target.IsRoot) throw RestconfException.BadRequest("The target of an edit must be a data resource, not the datastore.");
        if (target.IsWholeList) throw RestconfException.BadRequest($"The target '{target}' is a whole list: an edit is of one entry.");
        if (target.Node is OperationNode || !target.Node.IsConfig) throw RestconfException.BadRequest($"The target '{target}' is not configuration.");
        var insert = edit.IsPlaced ? PositionOf(edit, target) : null;
        if (edit.Operation != PatchOperation.Move) return new BoundEdit(edit.Id!, edit.Operation!.Value, new Edit(OperationOf(edit.Operation.Value), target, null, insert));
        var entry = DataTree.Empty(_schema).Edit();
        entry.Create(target);
        return new BoundEdit(edit.Id!, PatchOperation.Move, new Edit(EditOperation.Merge, target, entry.Seal(), insert));
    }

    private InsertPosition PositionOf(PatchEdit edit, DataPath target)
    {
        if (target.Node is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true }))
        {
            throw RestconfException.BadRequest($"'{edit.Operation.ToString()!.ToLowerInvariant()}' is only for lists and leaf-lists that are ordered by the user; '{target.Node.Name}' isn't.");
        }

        if (edit.Point is null) return new InsertPosition(edit.Where ?? InsertPlace.Last);
        var point = PointOf(edit.Point);
        if (point.IsWholeList || point.Node != target.Node || !InsertPositions.IsSame(point.Parent, target.Parent))
        {
            throw RestconfException.BadRequest($"The point '{point}' is no entry of the list that '{target}' belongs to.");
        }

        return new InsertPosition(edit.Where!.Value, point.Steps[^1].Key);
    }

    /// <summary>The module calls it an absolute URL path, the RFC's examples give it relative to the target resource: either is taken.</summary>
    private DataPath PointOf(string text)
    {
        var path = text.StartsWith(_root + "/", StringComparison.Ordinal) ? text[_root.Length..] : text;
        try
        {
            return ResourcePathParser.Parse(_schema, Relative(path), _resource);
        }
        catch (RestconfException) when (!_resource.IsRoot)
        {
            return ResourcePathParser.Parse(_schema, Relative(path));
        }
    }

    private static ReadOnlySpan<char> Relative(string text) => text.StartsWith('/') ? text.AsSpan(1) : text;

    private static DataTree ReadValue(DataPath target, Func<DataPath, (DataPath Path, DataTree Payload)> read)
    {
        var (path, payload) = read(target.Parent);
        DataEditing.DemandSame(path, target);
        return payload;
    }

    private static EditOperation OperationOf(PatchOperation operation) => operation switch
    {
        PatchOperation.Create or PatchOperation.Insert => EditOperation.Create,
        PatchOperation.Delete => EditOperation.Delete,
        PatchOperation.Remove => EditOperation.Remove,
        PatchOperation.Replace => EditOperation.Replace,
        _ => EditOperation.Merge,
    };
}

/// <summary>An edit with its target and value resolved.</summary>
/// <param name="Id">Its <c>edit-id</c>.</param>
/// <param name="Operation">What the patch asks for.</param>
/// <param name="Edit">What that comes to.</param>
internal sealed record BoundEdit(string Id, PatchOperation Operation, Edit Edit);

/// <summary>What is wrong with one edit.</summary>
/// <param name="EditId">Its <c>edit-id</c>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Errors">At least one.</param>
internal sealed record PatchFailure(string EditId, int Status, IReadOnlyList<RpcError> Errors)
{
    /// <summary>What an action throws, or null.</summary>
    public static PatchFailure? Of(string editId, Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (RestconfException e)
        {
            return new PatchFailure(editId, e.Status, [e.Error]);
        }
        catch (RpcErrorException e)
        {
            return new PatchFailure(editId, RestconfError.StatusOf(e.Errors[0]), e.Errors);
        }
    }
}

/// <summary>Edits that can't be done.</summary>
internal sealed class PatchException : Exception
{
    public PatchException(IReadOnlyList<PatchFailure> failures)
        : base(string.Join("; ", failures.Select(f => f.EditId))) => Failures = failures;

    public IReadOnlyList<PatchFailure> Failures { get; }

    public int Status => Failures[0].Status;
}
