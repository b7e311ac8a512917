using Taiji.Yang.Data;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>A list or leaf-list that a <see cref="DataWalk{TEmitter}"/> writes as it is stored.</summary>
/// <param name="entries">Its entries.</param>
/// <param name="access">What of them is written.</param>
internal sealed class ListWriting(DataEntries entries, ListAccess access)
{
    public DataEntries Entries { get; } = entries;

    public ListScan Scan { get; } = entries.Scan(access);

    /// <summary>The list, until what it needs around it is there: it may turn out that nothing of it is written.</summary>
    public SchemaNode? Unprepared { get; set; }
}
