using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>The annotations <c>default</c> (RFC 6243 §6), <c>origin</c> (RFC 8342 §7) and those of lists as RFC 7952 §5.2 has them.</content>
internal partial struct JsonEmitter
{
    private readonly bool IsAnnotated => _origin is not null || _list is not null;

    public void Annotate(Identity origin) => _origin = origin;

    public void Annotate(ListAnnotation annotation) => _list = annotation;

    /// <summary>A container's or entry's own: the member <c>@</c>.</summary>
    private void ObjectAnnotation()
    {
        Separate();
        Sink.Write("\"@\":"u8);
        Gap();
        Annotation(_origin, _list, false);
        (_origin, _list) = (null, null);
    }

    private void LeafAnnotation(SchemaNode schema, bool isTop, bool isDefault)
    {
        AnnotationName(schema, isTop);
        Annotation(_origin, _list, isDefault);
        (_origin, _list) = (null, null);
    }

    private void NoteEntryAnnotation(bool isDefault)
    {
        if (!IsAnnotated && !isDefault)
        {
            _plainEntries++;
            return;
        }

        _entryAnnotations ??= [];
        for (; _plainEntries > 0; _plainEntries--) _entryAnnotations.Add((null, null));
        _entryAnnotations.Add((_origin, _list));
        (_origin, _list) = (null, null);
    }

    /// <summary>A leaf-list's: an array beside it, with null for values that have none.</summary>
    private void EntryAnnotations(SchemaNode schema, bool isTop, bool areDefaults)
    {
        AnnotationName(schema, isTop);
        Open((byte)'[');
        foreach (var (origin, list) in _entryAnnotations!)
        {
            Separate();
            if (origin is null && list is null && !areDefaults) Null();
            else Annotation(origin, list, areDefaults);
        }

        Close((byte)']');
        _entryAnnotations.Clear();
    }

    private void Null()
    {
        Sink.Write("null"u8);
        NeedsComma = true;
    }

    private void Annotation(Identity? origin, ListAnnotation? list, bool isDefault)
    {
        Sink.Write((byte)'{');
        NeedsComma = false;
        if (origin is not null) Member("ietf-origin:origin", $"{origin.Module.Name}:{origin.Name}", false);
        if (isDefault) Member("ietf-netconf-with-defaults:default", "true", true);
        foreach (var (name, text, isNumber) in list?.Members() ?? []) Member($"{ListAnnotation.Module}:{name}", text, isNumber);
        Sink.Write((byte)'}');
        NeedsComma = true;
    }

    private void Member(string name, string text, bool isBare)
    {
        if (NeedsComma) Sink.Write((byte)',');
        Sink.Write(Encoding.UTF8.GetBytes($"\"{name}\":"));
        Gap();
        if (isBare) Sink.Write(Encoding.UTF8.GetBytes(text));
        else TextEscaping.WriteJsonString(Sink, Encoding.UTF8.GetBytes(text));
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
