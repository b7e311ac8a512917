using System.Text;
using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>A YANG statement (RFC 7950 §6.3): one generic node, for YANG and YIN alike.</summary>
public sealed class Statement
{
    private readonly SourceText? _source;
    private readonly SourceLocation _location;
    private readonly int _offset;
    private readonly RawArgument _raw;
    private string? _argument;

    internal Statement(string? prefix, string keyword, string? argument, SourceLocation location)
    {
        Prefix = prefix;
        Keyword = keyword;
        Kind = prefix is null ? Keywords.Find(keyword) : StatementKind.Unknown;
        _argument = argument;
        _location = ArgumentLocation = location;
    }

    /// <summary>A statement of YANG text; its argument and places are decoded when asked for.</summary>
    internal Statement(SourceText source, int offset, StatementKind kind, string? prefix, string keyword, RawArgument argument, string? decoded)
    {
        _source = source;
        _offset = offset;
        _raw = argument;
        _argument = decoded;
        Kind = kind;
        Prefix = prefix;
        Keyword = keyword;
    }

    /// <summary>The prefix of an extension's keyword; null for YANG's own.</summary>
    public string? Prefix { get; internal set; }

    /// <summary>The keyword, without prefix.</summary>
    public string Keyword { get; }

    /// <summary>The argument after quoting and concatenation, or null.</summary>
    public string? Argument => _argument ?? (_raw.Form == ArgumentForm.None ? null : _argument = ArgumentDecoder.Decode(_source!, _raw));

    /// <summary>Where the keyword stands.</summary>
    public SourceLocation Location => _source?.GetLocation(_offset) ?? _location;

    /// <summary>Where the argument stands (the keyword when there is none).</summary>
    public SourceLocation ArgumentLocation
    {
        get => _source?.GetLocation(_raw.Form == ArgumentForm.None ? _offset : _raw.Start) ?? field;
        internal set;
    }

    /// <summary>The substatements, in order.</summary>
    public IReadOnlyList<Statement> Substatements
    {
        get => Children;
        internal set => Children = value as Statement[] ?? [.. value];
    }

    /// <summary>The keyword as a number; <see cref="StatementKind.Unknown"/> for extensions.</summary>
    internal StatementKind Kind { get; }

    /// <summary>The substatements as an array, for loops that must be quick.</summary>
    internal Statement[] Children { get; set; } = [];

    internal bool HasArgument => _argument is not null || _raw.Form != ArgumentForm.None;

    /// <summary>The argument, or an empty string when a faulty statement has none.</summary>
    internal string ArgumentOrEmpty => Argument ?? "";

    /// <summary>The first substatement of a kind, or null.</summary>
    internal Statement? Find(StatementKind kind)
    {
        foreach (var child in Children)
        {
            if (child.Kind == kind) return child;
        }

        return null;
    }

    /// <summary>The place of a part of the argument, e.g. where an expression in it goes wrong.</summary>
    /// <param name="index">Which character of <see cref="Argument"/>, in UTF-16 units from 0; 0 stands for the whole argument.</param>
    internal SourceLocation LocationInArgument(int index)
    {
        if (index <= 0 || _source is null || Argument is not { } argument) return ArgumentLocation;
        var bytes = Encoding.UTF8.GetByteCount(argument.AsSpan(0, Math.Min(index, argument.Length)));
        return _source.GetLocation(ArgumentDecoder.OffsetOf(_source, _raw, bytes));
    }

    /// <summary>Takes the first substatement for the argument: of an extension in YIN whose argument is an element (RFC 7950 §7.19.2.2).</summary>
    internal void AdoptArgument()
    {
        _argument = Children[0].ArgumentOrEmpty;
        ArgumentLocation = Children[0].Location;
        Children = Children[1..];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Prefix is null ? "" : Prefix + ":")}{Keyword} {Argument}";
}
