using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>The operations of an edit (RFC 8072 §2.5).</summary>
internal enum PatchOperation
{
    Create,
    Delete,
    Insert,
    Merge,
    Move,
    Replace,
    Remove,
}

/// <summary>One edit of a YANG Patch as it was sent, its value left out.</summary>
internal sealed class PatchEdit
{
    /// <summary><c>edit-id</c>.</summary>
    public string? Id { get; private set; }

    /// <summary><c>operation</c>.</summary>
    public PatchOperation? Operation { get; private set; }

    /// <summary><c>target</c>: a resource identifier below the target resource, keys still percent-encoded.</summary>
    public string? Target { get; private set; }

    /// <summary><c>point</c>.</summary>
    public string? Point { get; private set; }

    /// <summary><c>where</c>; null when not given.</summary>
    public InsertPlace? Where { get; private set; }

    /// <summary>Whether there is a <c>value</c>.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Whether the operation takes a value (the <c>when</c> of RFC 8072 §3).</summary>
    public bool TakesValue => Operation is PatchOperation.Create or PatchOperation.Merge or PatchOperation.Replace or PatchOperation.Insert;

    /// <summary>Whether the operation places an entry of a user-ordered list.</summary>
    public bool IsPlaced => Operation is PatchOperation.Insert or PatchOperation.Move;

    /// <summary>There is a value.</summary>
    public void SetValue() => HasValue = HasValue ? throw PatchSyntax.Twice("value") : true;

    /// <summary>Sets a leaf.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its text.</param>
    /// <exception cref="RestconfException">400: no such leaf, there twice, or no value of its type.</exception>
    public void Set(string name, string value)
    {
        switch (name)
        {
            case "edit-id": Id = Id is null ? value : throw PatchSyntax.Twice(name); break;
            case "target": Target = Target is null ? value : throw PatchSyntax.Twice(name); break;
            case "point": Point = Point is null ? value : throw PatchSyntax.Twice(name); break;
            case "operation": Operation = Operation is null ? ParseOperation(value) : throw PatchSyntax.Twice(name); break;
            case "where": Where = Where is null ? ParseWhere(value) : throw PatchSyntax.Twice(name); break;
            default: throw PatchSyntax.Unknown(name, "edit");
        }
    }

    /// <summary>Refuses an edit that lacks what it must have, or has what it must not (RFC 8072 §3).</summary>
    public void Check()
    {
        if (Id is null) throw PatchSyntax.Missing("edit-id", "an edit");
        var edit = $"the edit '{Id}'";
        if (Operation is null) throw PatchSyntax.Missing("operation", edit);
        if (Target is null) throw PatchSyntax.Missing("target", edit);
        if (HasValue && !TakesValue) throw PatchSyntax.Unexpected("value", edit);
        if (!HasValue && TakesValue) throw PatchSyntax.Missing("value", edit);
        if (Where is not null && !IsPlaced) throw PatchSyntax.Unexpected("where", edit);
        var needsPoint = Where is InsertPlace.Before or InsertPlace.After;
        if (Point is not null && !needsPoint) throw PatchSyntax.Unexpected("point", edit);
        if (Point is null && needsPoint) throw PatchSyntax.Missing("point", edit);
    }

    private static PatchOperation ParseOperation(string value) => value switch
    {
        "create" => PatchOperation.Create,
        "delete" => PatchOperation.Delete,
        "insert" => PatchOperation.Insert,
        "merge" => PatchOperation.Merge,
        "move" => PatchOperation.Move,
        "replace" => PatchOperation.Replace,
        "remove" => PatchOperation.Remove,
        _ => throw PatchSyntax.Invalid("operation", value, "create, delete, insert, merge, move, replace or remove"),
    };

    private static InsertPlace ParseWhere(string value) => value switch
    {
        "before" => InsertPlace.Before,
        "after" => InsertPlace.After,
        "first" => InsertPlace.First,
        "last" => InsertPlace.Last,
        _ => throw PatchSyntax.Invalid("where", value, "before, after, first or last"),
    };
}
