using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>The annotations <c>default</c> (RFC 6243 §6), <c>origin</c> (RFC 8342 §7), those of lists and those that nodes keep, as RFC 7952 §5.2 has them.</content>
internal partial struct JsonEmitter
{
    public void Annotate(Identity origin) => _next = _next with { Origin = origin };

    public void Annotate(ListAnnotation annotation) => _next = _next with { List = annotation };

    public void Annotate(IReadOnlyDictionary<string, string> attributes) => _next = _next with { Kept = attributes };

    /// <summary>Versions are attributes of XML.</summary>
    public readonly void Annotate(string attribute, string version)
    {
    }

    /// <summary>A container's or entry's own: the member <c>@</c>.</summary>
    private void ObjectAnnotation()
    {
        Separate();
        Sink.Write("\"@\":"u8);
        Gap();
        Annotation(_next, false);
        _next = default;
    }

    private void LeafAnnotation(SchemaNode schema, bool isTop, bool isDefault)
    {
        AnnotationName(schema, isTop);
        Annotation(_next, isDefault);
        _next = default;
    }

    private void NoteEntryAnnotation(bool isDefault)
    {
        if (_next.IsEmpty && !isDefault)
        {
            _plainEntries++;
            return;
        }

        _entryAnnotations ??= [];
        for (; _plainEntries > 0; _plainEntries--) _entryAnnotations.Add(default);
        _entryAnnotations.Add(_next);
        _next = default;
    }

    /// <summary>A leaf-list's: an array beside it, with null for values that have none.</summary>
    private void EntryAnnotations(SchemaNode schema, bool isTop, bool areDefaults)
    {
        AnnotationName(schema, isTop);
        Open((byte)'[');
        foreach (var entry in _entryAnnotations!)
        {
            Separate();
            if (entry.IsEmpty && !areDefaults) Null();
            else Annotation(entry, areDefaults);
        }

        Close((byte)']');
        _entryAnnotations.Clear();
    }

    private void Null()
    {
        Sink.Write("null"u8);
        NeedsComma = true;
    }

    private void Annotation(in NodeAnnotations node, bool isDefault)
    {
        Sink.Write((byte)'{');
        NeedsComma = false;
        if (node.Origin is { } origin) Member("ietf-origin:origin", $"{origin.Module.Name}:{origin.Name}", false);
        if (isDefault) Member("ietf-netconf-with-defaults:default", "true", true);
        foreach (var (name, text, isNumber) in node.List?.Members() ?? []) Member($"{ListAnnotation.Module}:{name}", text, isNumber);
        if (node.List?.Incomplete is { } why) Member($"{ListAnnotation.IncompleteModule}:incomplete", why, false);
        foreach (var (name, value) in node.Kept ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty) Member(name, value, false);
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
