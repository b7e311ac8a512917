using System.Text.Json;
using System.Text.Json.Nodes;
using Taiji.Yang.Diagnostics;

namespace Taiji.Clients.Restconf;

/// <summary>An ordered list of edits that are done all or not at all (RFC 8072).</summary>
/// <param name="patchId">What it is called in the answer.</param>
/// <param name="comment">For people; null for none.</param>
public sealed class YangPatch(string patchId, string? comment = null)
{
    private readonly JsonArray _edits = [];

    /// <summary>How many edits there are.</summary>
    public int Count => _edits.Count;

    /// <summary>Adds an edit.</summary>
    /// <param name="operation">create, delete, insert, merge, move, replace or remove.</param>
    /// <param name="target">The node below the patched resource, as <c>/interface=eth0</c>.</param>
    /// <param name="value">For create, insert, merge and replace: the node in JSON, as <c>{"ietf-interfaces:interface":[{…}]}</c>.</param>
    /// <param name="where">For insert and move: first, last, before or after.</param>
    /// <param name="point">For before and after: the other entry's path.</param>
    /// <param name="editId">What it is called in the answer; null to number it.</param>
    /// <exception cref="JsonException">The value isn't JSON.</exception>
    public YangPatch Add(string operation, string target, string? value = null, string? where = null, string? point = null, string? editId = null)
    {
        var edit = new JsonObject { ["edit-id"] = editId ?? $"{_edits.Count + 1}", ["operation"] = operation, ["target"] = target };
        if (point is not null) edit["point"] = point;
        if (where is not null) edit["where"] = where;
        if (value is not null) edit["value"] = JsonNode.Parse(value);
        _edits.Add(edit);
        return this;
    }

    /// <summary>The patch as JSON.</summary>
    public override string ToString()
    {
        var patch = new JsonObject { ["patch-id"] = patchId };
        if (comment is not null) patch["comment"] = comment;
        patch["edit"] = _edits.DeepClone();
        return new JsonObject { ["ietf-yang-patch:yang-patch"] = patch }.ToJsonString();
    }
}

/// <summary>How one edit went.</summary>
/// <param name="EditId">Its name.</param>
/// <param name="IsOk">Whether it was done.</param>
/// <param name="Errors">Why not.</param>
public sealed record YangPatchEditStatus(string EditId, bool IsOk, IReadOnlyList<RpcError> Errors);

/// <summary>How a YANG Patch went (RFC 8072 §2.3).</summary>
/// <param name="PatchId">Its name.</param>
/// <param name="IsOk">Whether all was done.</param>
/// <param name="Errors">Errors of the patch as a whole.</param>
/// <param name="Edits">The edits that the server says something of.</param>
public sealed record YangPatchStatus(string PatchId, bool IsOk, IReadOnlyList<RpcError> Errors, IReadOnlyList<YangPatchEditStatus> Edits)
{
    /// <summary>The errors of the patch and of its edits.</summary>
    public IEnumerable<RpcError> AllErrors => Errors.Concat(Edits.SelectMany(e => e.Errors));

    /// <summary>Reads <c>yang-patch-status</c>.</summary>
    internal static YangPatchStatus Read(JsonElement status)
    {
        var edits = status.TryGetProperty("edit-status", out var list) && list.TryGetProperty("edit", out var all) ? all.EnumerateArray().Select(ReadEdit).ToList() : [];
        return new YangPatchStatus(Text(status, "patch-id"), status.TryGetProperty("ok", out _), ReadErrors(status), edits);
    }

    private static YangPatchEditStatus ReadEdit(JsonElement edit) => new(Text(edit, "edit-id"), edit.TryGetProperty("ok", out _), ReadErrors(edit));

    private static List<RpcError> ReadErrors(JsonElement parent) => parent.TryGetProperty("errors", out var errors) ? [.. RestconfErrors.FromJson(errors)] : [];

    private static string Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
