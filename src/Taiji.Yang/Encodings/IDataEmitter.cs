using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>What <see cref="DataWalk{TEmitter}"/> calls: the syntax of one encoding, without any choice of what is written.</summary>
internal interface IDataEmitter
{
    /// <summary>Where the text goes.</summary>
    ByteSink Sink { get; }

    /// <summary>Whether a comma goes before the next member or value; never in XML.</summary>
    bool NeedsComma { get; set; }

    /// <summary>What is around the values of a list's entries; null when they can't be written by <see cref="EntryRun{TEmitter}"/>.</summary>
    /// <param name="layout">The list's entries.</param>
    /// <param name="isTop">Whether they stand at the top of the document.</param>
    EntryText? EntryText(Layout layout, bool isTop);

    /// <summary>Before everything.</summary>
    void Begin();

    /// <summary>After everything.</summary>
    void End();

    /// <summary>Before the first entry of a list or leaf-list.</summary>
    /// <param name="schema">The list or leaf-list.</param>
    /// <param name="isTop">Whether it stands at the top of the document.</param>
    void StartArray(SchemaNode schema, bool isTop);

    /// <summary>After the last entry.</summary>
    /// <param name="schema">The list or leaf-list.</param>
    /// <param name="isTop">Whether it stands at the top of the document.</param>
    /// <param name="defaults">How many values were defaults to be marked as such (all of them or none).</param>
    void EndArray(SchemaNode schema, bool isTop, int defaults);

    /// <summary>Gives the origin of the very next node (<see cref="StartObject"/>, <see cref="Value"/> or <see cref="Any"/>).</summary>
    /// <param name="origin">The origin.</param>
    void Annotate(Identity origin);

    /// <summary>Says more of the very next node, which is the first of its list that is written.</summary>
    /// <param name="annotation">What.</param>
    void Annotate(ListAnnotation annotation);

    /// <summary>Gives the attributes that the very next node keeps.</summary>
    /// <param name="attributes">By <c>module:name</c>.</param>
    void Annotate(IReadOnlyDictionary<string, string> attributes);

    /// <summary>Gives the version of the very next node, which is an object.</summary>
    /// <param name="attribute">The attribute's name.</param>
    /// <param name="version">Its value.</param>
    void Annotate(string attribute, string version);

    /// <summary>A container or list entry begins.</summary>
    void StartObject(SchemaNode schema, bool isTop);

    /// <summary>The container or list entry ends.</summary>
    void EndObject(SchemaNode schema);

    /// <summary>A leaf, or one value of a leaf-list.</summary>
    /// <param name="schema">The leaf or leaf-list.</param>
    /// <param name="stored">The stored value.</param>
    /// <param name="isTop">Whether it stands at the top of the document.</param>
    /// <param name="isMarked">Whether to mark it as a default (RFC 6243 §6).</param>
    void Value(TypedNode schema, ReadOnlySpan<byte> stored, bool isTop, bool isMarked);

    /// <summary>An anydata or anyxml.</summary>
    void Any(AnyNode schema, ReadOnlySpan<byte> content, bool isTop);
}
