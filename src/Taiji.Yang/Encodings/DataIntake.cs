using System.Buffers;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>
/// The part of reading that XML and JSON have in common: values through their types into a <see cref="DataTreeBuilder"/>, and what goes wrong on the way as errors with paths.
/// </summary>
internal sealed class DataIntake
{
    private readonly ArrayBufferWriter<byte> _stored = new();
    private readonly EncodingTable _table;
    private readonly bool _allowsState;

    public DataIntake(YangSchema schema, DataReadOptions options, InnerNode rootNode)
    {
        Schema = schema;
        Options = options;
        Errors = new ReadErrors(options.MaxErrors);
        // Nodes of operations and notifications are neither configuration nor state (RFC 7950 §7.21.1).
        _allowsState = options.AllowState || rootNode is not SchemaRoot;
        _table = EncodingTable.Of(schema);
        Builder = new DataTreeBuilder(schema, rootNode);
    }

    public YangSchema Schema { get; }

    public DataReadOptions Options { get; }

    public ReadErrors Errors { get; }

    /// <summary>A list entry whose keys may be left out: they are known from elsewhere (RFC 8040 §4.6.1); null for none.</summary>
    public DataPathStep? ImpliedEntry { get; init; }

    /// <summary>What is being built; an edit of its own has one of its own.</summary>
    public DataTreeBuilder Builder { get; set; }

    /// <summary>The value that <see cref="TryStore"/> parsed last.</summary>
    public ReadOnlySpan<byte> Stored => _stored.WrittenSpan;

    /// <summary>The path of what is open; null for the root.</summary>
    public string? CurrentPath => Builder.CurrentPath is { Length: > 1 } path ? path : null;

    /// <summary>The path of a child of what is open.</summary>
    public string PathOf(SchemaNode child)
    {
        var isQualified = Builder.Current is SchemaRoot || CurrentPath is null || Builder.Current.Module != child.Module;
        return $"{CurrentPath}/{(isQualified ? child.Module.Name + ":" : "")}{child.Name}";
    }

    /// <summary>Whether the node may appear by its config; notes the error when not.</summary>
    public bool Admits(SchemaNode schema)
    {
        if (_allowsState || schema.IsConfig) return true;
        Errors.Add(DataErrors.StateNotAllowed(PathOf(schema), schema.Name));
        return false;
    }

    /// <summary>Notes which case the node chooses; a second case of the same choice is bad-element (RFC 7950 §8.3.1).</summary>
    public void Choose(SchemaNode schema, ref List<(ChoiceNode Choice, SchemaNode Node)>? chosen)
    {
        if (!_table[schema].IsInChoice) return;
        for (SchemaNode? node = schema; node?.Parent is CaseNode or ChoiceNode; node = node.Parent)
        {
            if (node.Parent is ChoiceNode choice) Choose(choice, schema, chosen ??= []);
        }
    }

    /// <summary>Parses a value into <see cref="Stored"/>; notes invalid-value when its type refuses it.</summary>
    public bool TryStore(TypedNode schema, ReadOnlySpan<byte> text, ValueForm form, JsonKind? token, IPrefixMap? prefixes)
    {
        _stored.ResetWrittenCount();
        var context = new ValueContext { Form = form, Token = token, Schema = Schema, Module = schema.Module, Prefixes = prefixes };
        if (schema.Type.TryParse(text, context, _stored, out var error)) return true;
        Errors.Add(DataErrors.InvalidValue(PathOf(schema), schema.Name, error));
        return false;
    }

    /// <summary>Parses a value and adds it, not always by way of <see cref="Stored"/>; notes what is wrong.</summary>
    /// <returns>Whether its type takes it.</returns>
    public bool TryAdd(TypedNode schema, ReadOnlySpan<byte> text, ValueForm form, JsonKind? token, IPrefixMap? prefixes)
    {
        // The commonest value needs no place between the text and the tree.
        if (_table[schema].IsFreeText && schema is LeafNode leaf && (token is null or JsonKind.String) && YangCharacters.AreValid(text))
        {
            AddLeaf(leaf, text);
            return true;
        }

        if (!TryStore(schema, text, form, token, prefixes)) return false;
        AddStored(schema);
        return true;
    }

    /// <summary>Adds <see cref="Stored"/> as a leaf or leaf-list entry.</summary>
    public void AddStored(TypedNode schema)
    {
        if (schema is LeafNode leaf)
        {
            AddLeaf(leaf, Stored);
        }
        else if (Builder.AddLeafListEntry((LeafListNode)schema, Stored) != BuildStatus.Ok)
        {
            Errors.Add(DataErrors.DuplicateEntry(Builder.DuplicateEntry!, $"leaf-list '{schema.Name}' has the value '{TextOf(schema)}' twice"));
        }
    }

    /// <summary>Takes a value that was marked as the schema's default (RFC 6243 §4.5.2): it must be, and is not stored, since defaults never are.</summary>
    /// <returns>Whether it is the default.</returns>
    public bool IsDefault(TypedNode schema)
    {
        foreach (var value in schema.Defaults)
        {
            if (Stored.SequenceEqual(value)) return true;
        }

        var expected = schema.DefaultTexts.Count > 0 ? $"'{schema.DefaultTexts[0]}'" : "none";
        Errors.Add(DataErrors.InvalidValue(
            PathOf(schema), schema.Name, new ValueError($"'{TextOf(schema)}' is marked as the default of '{schema.Name}', which is {expected}")));
        return false;
    }

    /// <summary>Adds an anydata or anyxml.</summary>
    public void AddAny(AnyNode schema, ReadOnlySpan<byte> content)
    {
        if (Builder.AddAny(schema, content) != BuildStatus.Ok) Twice(schema);
    }

    /// <summary>Opens a container or list entry.</summary>
    public void Open(InnerNode schema)
    {
        if (schema is ListNode list) Builder.OpenEntry(list);
        else if (Builder.OpenContainer((ContainerNode)schema) != BuildStatus.Ok) Twice(schema, CurrentPath);
    }

    /// <summary>Closes what is open.</summary>
    /// <param name="hasBadKey">Whether a key leaf was there but refused: then it isn't missing.</param>
    public void Close(bool hasBadKey)
    {
        var node = Builder.Current;
        if (node is not ListNode list)
        {
            Builder.Close();
            return;
        }

        if (!hasBadKey && ImpliedEntry is { Key: { } key } implied && implied.Node == list) AddKeys(list, key.Span);
        switch (Builder.Close())
        {
            case BuildStatus.MissingKey when !hasBadKey:
                Errors.Add(DataErrors.MissingKey(PathOf(list), list, Builder.MissingKey!.Name));
                break;
            case BuildStatus.DuplicateEntry:
                Errors.Add(DataErrors.DuplicateEntry(Builder.DuplicateEntry!, $"list '{list.Name}' has two entries with the same key"));
                break;
        }
    }

    /// <summary>Adds the key leaves that aren't there.</summary>
    private void AddKeys(ListNode list, ReadOnlySpan<byte> key)
    {
        var scratch = new byte[key.Length];
        for (var i = 0; i < list.Keys.Count; i++) Builder.AddLeaf(list.Keys[i], KeyCodec.Take(list, i, ref key, scratch));
    }

    private void Choose(ChoiceNode choice, SchemaNode schema, List<(ChoiceNode Choice, SchemaNode Node)> chosen)
    {
        var branch = BranchOf(choice, schema);
        foreach (var (other, node) in chosen)
        {
            if (other != choice) continue;
            if (BranchOf(choice, node) != branch)
            {
                Errors.Add(DataErrors.BadElement(
                    PathOf(schema), schema.Name, $"'{schema.Name}' and '{node.Name}' belong to different cases of choice '{choice.Name}': only one case can be there"));
            }

            return;
        }

        chosen.Add((choice, schema));
    }

    private static SchemaNode BranchOf(ChoiceNode choice, SchemaNode schema)
    {
        var node = schema;
        while (node.Parent != choice) node = node.Parent!;
        return node;
    }

    private void AddLeaf(LeafNode leaf, ReadOnlySpan<byte> stored)
    {
        if (Builder.AddLeaf(leaf, stored) != BuildStatus.Ok) Twice(leaf);
    }

    private void Twice(SchemaNode schema, string? path = null) =>
        Errors.Add(DataErrors.BadElement(path ?? PathOf(schema), schema.Name, $"'{schema.Name}' is there twice: there can be one only"));

    private string TextOf(TypedNode schema)
    {
        var text = new ArrayBufferWriter<byte>();
        schema.Type.Format(Stored, ValueForm.Canonical, Schema, new ModuleNamePrefixes(Schema, schema.Module), text);
        return System.Text.Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
