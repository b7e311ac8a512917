using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>Cursors (draft-ietf-netconf-list-pagination §3.1.6): the key of the entry that a page begins with, so that the server needs to remember nothing, and looks it up without a scan.</summary>
internal static class EntryCursor
{
    /// <summary>Whether a list has cursors: its entries have keys. A leaf-list has none (§3.1.6).</summary>
    /// <param name="list">The list or leaf-list.</param>
    public static bool IsSupported(SchemaNode list) => list is ListNode { Keys.Count: > 0 };

    /// <summary>The cursor of an entry.</summary>
    /// <param name="entry">The entry.</param>
    public static string Of(DataNode entry) => Base64Url.EncodeToString(entry.Key);

    /// <summary>Finds the entry of a cursor.</summary>
    /// <param name="list">The list.</param>
    /// <param name="entries">Its entries.</param>
    /// <param name="cursor">The cursor.</param>
    /// <exception cref="RestconfException">404: there is no such entry (any more); 501: the list has no cursors.</exception>
    public static DataNode Find(SchemaNode list, DataEntries entries, string cursor)
    {
        if (!IsSupported(list)) throw PageQuery.Error(StatusCodes.Status501NotImplemented, ErrorTag.OperationNotSupported, $"The {list.Kind} '{list.Name}' has no keys, and so no cursors: use 'offset'.");
        return Base64Url.IsValid(cursor) && entries.TryGet(Base64Url.DecodeFromChars(cursor), out var entry) ? entry : throw NotFound(cursor);
    }

    /// <summary>404 cursor-not-found.</summary>
    /// <param name="cursor">The cursor.</param>
    public static RestconfException NotFound(string cursor) =>
        PageQuery.Error(StatusCodes.Status404NotFound, ErrorTag.InvalidValue, $"The cursor '{cursor}' is not one of this list, or its entry is not there any more.", "cursor-not-found");
}
