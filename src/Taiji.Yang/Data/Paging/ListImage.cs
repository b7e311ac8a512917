using System.Buffers.Binary;

namespace Taiji.Yang.Data.Paging;

/// <summary>Packs a small list into its record.</summary>
internal static class ListImage
{
    /// <summary>Writes the image of all entries, order labels left out, if it is small enough and refers to nothing.</summary>
    public static bool TryWrite(Page main, ListFormat format, RecordWriter writer, Slot slot)
    {
        Span<byte> image = stackalloc byte[RecordWriter.InlineListBytes];
        var count = (int)main.Total;
        var end = (count + 1) * 2;
        if (end > image.Length) return false;
        var view = new ListView(format, [], new Field(0, 0, format.IsOrdered ? new OrderedPages(main, null) : main));
        var cursor = new ListCursor(view, 0);
        for (var i = 0; cursor.MoveNext(); i++)
        {
            var entry = cursor.Current;
            if (entry.Refs is not null || end + entry.Bytes.Length > image.Length) return false;
            BinaryPrimitives.WriteUInt16LittleEndian(image[(i * 2)..], (ushort)end);
            entry.Bytes.CopyTo(image[end..]);
            end += entry.Bytes.Length;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(image[(count * 2)..], (ushort)end);
        writer.Add(slot, image[..end]);
        return true;
    }
}
