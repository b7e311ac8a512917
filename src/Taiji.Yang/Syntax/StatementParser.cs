using System.Buffers;
using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>YANG text → one tree of statements (RFC 7950 §6.3). Reports what it can't read and goes on at the next statement.</summary>
internal ref struct StatementParser
{
    /// <summary>The deepest nesting of statements that is taken; the deepest published module has 25.</summary>
    public const int MaxDepth = 400;

    private const int MaxErrors = 50;

    private static readonly SearchValues<byte> TokenEnds = SearchValues.Create(" \t\r\n;{}"u8);

    private readonly SourceText _source;
    private readonly NameTable _names;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<Statement> _pending = [];
    private readonly Stack<(Statement Statement, int FirstChild)> _open = [];
    private readonly List<(int Offset, bool IsEscape)> _onlyVersion10 = [];
    private Lexer _lexer;
    private int _errors;
    private bool _restIsSwallowed;

    private StatementParser(SourceText source, NameTable names, DiagnosticBag diagnostics)
    {
        _source = source;
        _names = names;
        _diagnostics = diagnostics;
        var start = source.Bytes.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        _lexer = new Lexer(source.Bytes.Span, start);
    }

    /// <summary>Parses a whole file.</summary>
    /// <returns>The module or submodule statement; null when there is none. Errors may have been reported all the same.</returns>
    public static Statement? Parse(SourceText source, NameTable names, DiagnosticBag diagnostics)
    {
        if (!TextChecker.Check(source, diagnostics)) return null;
        var parser = new StatementParser(source, names, diagnostics);
        return parser.ParseFile();
    }

    private Statement? ParseFile()
    {
        while (_errors < MaxErrors)
        {
            SkipSeparators();
            if (_lexer.AtEnd) break;
            if (_lexer.Current == '}') CloseBlock();
            else if (!ParseStatement()) break;
        }

        if (_open.Count > 0 && _errors < MaxErrors && _lexer.AtEnd && !_restIsSwallowed)
        {
            Report(DiagnosticDescriptors.UnexpectedEndOfFile, _source.Bytes.Length, _open.Peek().Statement.Keyword, _open.Peek().Statement.Location.Line);
        }

        while (_open.Count > 0) Close();
        var root = _pending.Find(s => s.Kind is StatementKind.Module or StatementKind.Submodule);
        CheckTopLevel(root);
        if (root is not null) ReportWhatVersion11Forbids(root);
        return root;
    }

    private bool ParseStatement()
    {
        var start = _lexer.Position;
        if (!TryReadKeyword(out var kind, out var prefix, out var keyword))
        {
            Report(DiagnosticDescriptors.KeywordExpected, start, TokenAt(start));
            Recover();
            return true;
        }

        // What starts otherwise is no YANG; everything else in it would be a fault too.
        if (_open.Count == 0 && _pending.Count == 0 && kind is not (StatementKind.Module or StatementKind.Submodule))
        {
            Report(DiagnosticDescriptors.ModuleExpected, start, keyword);
            _restIsSwallowed = true;
            return false;
        }

        var afterKeyword = _lexer.Position;
        SkipSeparators();
        var separated = _lexer.Position > afterKeyword;
        if (!TryReadArgument(separated, out var argument, out var decoded))
        {
            Recover();
            return true;
        }

        var statement = new Statement(_source, start, kind, prefix, keyword, argument, decoded);
        SkipSeparators();
        if (_lexer.TrySkip((byte)';'))
        {
            _pending.Add(statement);
        }
        else if (_lexer.TrySkip((byte)'{'))
        {
            if (_open.Count == MaxDepth)
            {
                Report(DiagnosticDescriptors.NestedTooDeep, start, MaxDepth);
                return false;
            }

            _open.Push((statement, _pending.Count));
        }
        else
        {
            var at = _lexer.Position;
            if (_lexer.AtEnd) return true;
            Report(DiagnosticDescriptors.StatementEndExpected, at, keyword, TokenAt(at));
            _pending.Add(statement);
            Recover();
        }

        return true;
    }

    private bool TryReadKeyword(out StatementKind kind, out string? prefix, out string keyword)
    {
        kind = StatementKind.Unknown;
        prefix = null;
        keyword = "";
        var start = _lexer.Position;
        if (!_lexer.SkipIdentifier()) return false;
        var first = _lexer.Slice(start);
        if (!_lexer.TrySkip((byte)':'))
        {
            kind = Keywords.Find(first);
            keyword = kind == StatementKind.Unknown ? _names.Get(first) : Keywords.NameOf(kind);
            return true;
        }

        prefix = _names.Get(first);
        start = _lexer.Position;
        if (!_lexer.SkipIdentifier()) return false;
        keyword = _names.Get(_lexer.Slice(start));
        return true;
    }

    private bool TryReadArgument(bool separated, out RawArgument argument, out string? decoded)
    {
        argument = default;
        decoded = null;
        var start = _lexer.Position;
        if (_lexer.AtEnd || _lexer.Current is (byte)';' or (byte)'{' or (byte)'}') return true;
        if (!separated)
        {
            Report(DiagnosticDescriptors.SeparatorExpected, start, TokenAt(start));
            return false;
        }

        if (_lexer.Current is (byte)'"' or (byte)'\'') return TryReadQuoted(start, out argument);
        _lexer.SkipUnquoted(out var hasQuote);
        if (_lexer.Position == start)
        {
            Report(DiagnosticDescriptors.ArgumentExpected, start, TokenAt(start));
            return false;
        }

        if (hasQuote) _onlyVersion10.Add((start, false));
        argument = new RawArgument(ArgumentForm.Unquoted, start, _lexer.Position);
        decoded = _names.Get(_lexer.Slice(start));
        return true;
    }

    private bool TryReadQuoted(int start, out RawArgument argument)
    {
        var form = ArgumentForm.Plain;
        argument = default;
        while (true)
        {
            var part = _lexer.Position;
            if (!_lexer.SkipQuoted(out var isPlain))
            {
                _restIsSwallowed = true;
                Report(DiagnosticDescriptors.UnterminatedString, part);
                return false;
            }

            if (!isPlain)
            {
                form = ArgumentForm.Complex;
                CollectEscapes(part);
            }

            var end = _lexer.Position;
            argument = new RawArgument(form, start, end);
            SkipSeparators();
            if (!_lexer.TrySkip((byte)'+')) return true;
            form = ArgumentForm.Complex;
            SkipSeparators();
            if (_lexer.Current is not ((byte)'"' or (byte)'\''))
            {
                Report(DiagnosticDescriptors.StringExpectedAfterPlus, _lexer.Position, TokenAt(_lexer.Position));
                return false;
            }
        }
    }

    /// <summary>Remembers escapes other than the four: an error in YANG 1.1 only, and the version isn't known yet.</summary>
    private readonly void CollectEscapes(int start)
    {
        var text = _source.Bytes.Span[..(_lexer.Position - 1)];
        for (var at = start + 1; ; at += 2)
        {
            var next = text[at..].IndexOf((byte)'\\');
            if (next < 0) return;
            at += next;
            if (at + 1 < text.Length && text[at + 1] is not ((byte)'n' or (byte)'t' or (byte)'"' or (byte)'\\')) _onlyVersion10.Add((at, true));
            if (at + 2 > text.Length) return;
        }
    }

    private void CloseBlock()
    {
        if (_open.Count == 0)
        {
            Report(DiagnosticDescriptors.UnmatchedBrace, _lexer.Position);
            _lexer.TrySkip((byte)'}');
            return;
        }

        _lexer.TrySkip((byte)'}');
        Close();
    }

    private readonly void Close()
    {
        var (statement, first) = _open.Pop();
        var count = _pending.Count - first;
        if (count > 0)
        {
            var children = new Statement[count];
            _pending.CopyTo(first, children, 0, count);
            _pending.RemoveRange(first, count);
            statement.Children = children;
        }

        _pending.Add(statement);
    }

    private void Recover()
    {
        _lexer.SkipToBoundary();
        if (!_lexer.TrySkip((byte)';') && _lexer.Current == '{') SkipBlock();
    }

    private void SkipBlock()
    {
        var depth = 0;
        while (!_lexer.AtEnd)
        {
            _lexer.SkipToBoundary();
            if (_lexer.TrySkip((byte)'{')) depth++;
            else if (_lexer.TrySkip((byte)'}') && --depth == 0) return;
            else _lexer.TrySkip((byte)';');
        }
    }

    private void SkipSeparators()
    {
        if (_lexer.SkipSeparators(out var comment)) return;
        _restIsSwallowed = true;
        Report(DiagnosticDescriptors.UnterminatedComment, comment);
    }

    private void CheckTopLevel(Statement? root)
    {
        foreach (var statement in _pending)
        {
            if (statement == root) continue;
            var descriptor = root is null || statement.Location.Line < root.Location.Line
                ? DiagnosticDescriptors.ModuleExpected : DiagnosticDescriptors.TextAfterModule;
            _diagnostics.Report(descriptor, statement.Location, statement.Keyword);
            return;
        }

        if (root is null && _errors == 0) Report(DiagnosticDescriptors.ModuleExpected, 0, "");
    }

    private void ReportWhatVersion11Forbids(Statement root)
    {
        if (_onlyVersion10.Count == 0 || root.Find(StatementKind.YangVersion)?.Argument != "1.1") return;
        foreach (var (offset, isEscape) in _onlyVersion10)
        {
            if (isEscape) Report(DiagnosticDescriptors.IllegalEscape, offset, _source.Decode(offset, offset + 2));
            else Report(DiagnosticDescriptors.QuoteInUnquotedString, offset);
        }
    }

    private readonly string TokenAt(int offset)
    {
        var text = _source.Bytes.Span[offset..];
        if (text.IsEmpty) return "end of file";
        var end = text[1..].IndexOfAny(TokenEnds);
        var length = Math.Min(end < 0 ? text.Length : end + 1, 40);
        while (length < text.Length && (text[length] & 0xC0) == 0x80) length++;
        return "'" + _source.Decode(offset, offset + length) + "'";
    }

    private void Report(DiagnosticDescriptor descriptor, int offset, params ReadOnlySpan<object?> arguments)
    {
        _errors++;
        _diagnostics.Report(descriptor, _source.GetLocation(offset), arguments);
    }
}
