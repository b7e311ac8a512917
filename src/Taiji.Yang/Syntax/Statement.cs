using System.Text;
using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>A YANG statement (RFC 7950 §6.3): one generic node, for YANG and YIN alike.</summary>
public sealed class Statement
{
    private readonly SourceText? _source;
    private readonly StatementDetail? _detail;
    private readonly int _offset;
    private readonly int _argumentStart;
    private readonly int _argumentEnd;
    private readonly ArgumentForm _argumentForm;
    private string? _argument;

    internal Statement(string? prefix, string keyword, string? argument, SourceLocation location)
    {
        _detail = new StatementDetail(prefix, keyword) { Location = location, ArgumentLocation = location };
        Kind = prefix is null ? Keywords.Find(keyword) : StatementKind.Unknown;
        _argument = argument;
    }

    /// <summary>A statement of YANG text; its argument and places are decoded when asked for.</summary>
    internal Statement(SourceText source, int offset, StatementKind kind, string? prefix, string keyword, RawArgument argument, string? decoded)
    {
        _source = source;
        _offset = offset;
        (_argumentForm, _argumentStart, _argumentEnd) = argument;
        _argument = decoded;
        Kind = kind;
        if (kind == StatementKind.Unknown) _detail = new StatementDetail(prefix, keyword);
    }

    /// <summary>The prefix of an extension's keyword; null for YANG's own.</summary>
    public string? Prefix
    {
        get => _detail?.Prefix;
        internal set => _detail!.Prefix = value;
    }

    /// <summary>The keyword, without prefix.</summary>
    public string Keyword => _detail?.Keyword ?? Keywords.NameOf(Kind);

    /// <summary>The argument after quoting and concatenation, or null.</summary>
    public string? Argument => _argument ?? (_argumentForm == ArgumentForm.None ? null : _argument = ArgumentDecoder.Decode(_source!, Raw));

    /// <summary>Where the keyword stands.</summary>
    public SourceLocation Location => _source?.GetLocation(_offset) ?? _detail!.Location;

    /// <summary>Where the argument stands (the keyword when there is none).</summary>
    public SourceLocation ArgumentLocation
    {
        get => _source?.GetLocation(_argumentForm == ArgumentForm.None ? _offset : _argumentStart) ?? _detail!.ArgumentLocation;
        internal set => _detail!.ArgumentLocation = value;
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

    internal bool HasArgument => _argument is not null || _argumentForm != ArgumentForm.None;

    /// <summary>The argument, or an empty string when a faulty statement has none.</summary>
    internal string ArgumentOrEmpty => Argument ?? "";

    private RawArgument Raw => new(_argumentForm, _argumentStart, _argumentEnd);

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
        return _source.GetLocation(ArgumentDecoder.OffsetOf(_source, Raw, bytes));
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
