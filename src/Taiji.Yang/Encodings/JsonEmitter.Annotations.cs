using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>The annotations <c>default</c> (RFC 6243 §6) and <c>origin</c> (RFC 8342 §7) as RFC 7952 §5.2 has them.</content>
internal partial struct JsonEmitter
{
    public void Annotate(Identity origin) => _origin = origin;

    /// <summary>A container's or entry's own: the member <c>@</c>.</summary>
    private void ObjectAnnotation()
    {
        Separate();
        Sink.Write("\"@\":"u8);
        Gap();
        Annotation(_origin, false);
        _origin = null;
    }

    private void LeafAnnotation(SchemaNode schema, bool isTop, bool isDefault)
    {
        AnnotationName(schema, isTop);
        Annotation(_origin, isDefault);
        _origin = null;
    }

    private void NoteEntryOrigin(bool isDefault)
    {
        if (_origin is null && !isDefault)
        {
            _plainEntries++;
            return;
        }

        _entryOrigins ??= [];
        for (; _plainEntries > 0; _plainEntries--) _entryOrigins.Add(null);
        _entryOrigins.Add(_origin);
        _origin = null;
    }

    /// <summary>A leaf-list's: an array beside it, with null for values that have none.</summary>
    private void EntryAnnotations(SchemaNode schema, bool isTop, bool areDefaults)
    {
        AnnotationName(schema, isTop);
        Open((byte)'[');
        foreach (var origin in _entryOrigins!)
        {
            Separate();
            if (origin is null && !areDefaults) Null();
            else Annotation(origin, areDefaults);
        }

        Close((byte)']');
        _entryOrigins.Clear();
    }

    private void Null()
    {
        Sink.Write("null"u8);
        NeedsComma = true;
    }

    private void Annotation(Identity? origin, bool isDefault)
    {
        Sink.Write((byte)'{');
        if (origin is not null)
        {
            Sink.Write("\"ietf-origin:origin\":"u8);
            Gap();
            Sink.Write(Encoding.UTF8.GetBytes($"\"{origin.Module.Name}:{origin.Name}\""));
            if (isDefault) Sink.Write((byte)',');
        }

        if (isDefault)
        {
            Sink.Write("\"ietf-netconf-with-defaults:default\":"u8);
            Gap();
            Sink.Write("true"u8);
        }

        Sink.Write((byte)'}');
        NeedsComma = true;
    }

    private void AnnotationName(SchemaNode schema, bool isTop)
    {
        Separate();
        var names = _table[schema];
        Sink.Write("\"@"u8);
        Sink.Write((IsFull(names, isTop) ? names.JsonFull : names.JsonShort).AsSpan(1));
        Gap();
    }
}
