using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>Decodes the value of an edit as a child resource of a parent.</summary>
/// <param name="index">Which edit.</param>
/// <param name="read">Decodes; must be called.</param>
internal delegate void PatchValueHandler(int index, Func<DataPath, (DataPath Path, DataTree Payload)> read);

/// <summary>A YANG Patch as it was sent (RFC 8072 §2.2).</summary>
internal abstract class PatchDocument
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<PatchEdit> _edits = [];
    private string? _id;

    /// <summary><c>patch-id</c>.</summary>
    public string Id => _id!;

    /// <summary><c>comment</c>.</summary>
    public string? Comment { get; private set; }

    /// <summary>The edits in their order.</summary>
    public IReadOnlyList<PatchEdit> Edits => _edits;

    /// <summary>Goes through the values in the order of their edits.</summary>
    /// <param name="handle">Called for each edit that has one.</param>
    public abstract void ReadValues(PatchValueHandler handle);

    /// <summary>Sets a leaf of the patch.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its text.</param>
    protected void Set(string name, string value)
    {
        switch (name)
        {
            case "patch-id": _id = _id is null ? value : throw PatchSyntax.Twice(name); break;
            case "comment": Comment = Comment is null ? value : throw PatchSyntax.Twice(name); break;
            default: throw PatchSyntax.Unknown(name, "yang-patch");
        }
    }

    /// <summary>Adds an edit that was read whole.</summary>
    /// <param name="edit">The edit.</param>
    protected void Add(PatchEdit edit)
    {
        edit.Check();
        if (!_ids.Add(edit.Id!)) throw PatchSyntax.Invalid("edit-id", edit.Id!, "one that no other edit has");
        _edits.Add(edit);
    }

    /// <summary>Refuses a patch without its id.</summary>
    protected void Check()
    {
        if (_id is null) throw PatchSyntax.Missing("patch-id", "yang-patch");
    }
}
