using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>Checks that bytes are YANG text at all: UTF-8 without the characters that RFC 7950 §14 leaves out of <c>yang-char</c>.</summary>
internal static class TextChecker
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(b => b is not ('\t' or '\n' or '\r')).Select(b => (byte)b)]);

    private static readonly SearchValues<byte> NonCharacterLeads = SearchValues.Create([0xEF, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4]);

    public static bool Check(SourceText source, DiagnosticBag diagnostics)
    {
        var text = source.Bytes.Span;
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            diagnostics.Report(DiagnosticDescriptors.EmptyFile, new SourceLocation(source.Path, 1, 1));
            return false;
        }

        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            diagnostics.Report(DiagnosticDescriptors.NotUtf8, new SourceLocation(source.Path, 1, 1), ", but UTF-16");
            return false;
        }

        var fault = text.IndexOfAny(Controls);
        if (fault >= 0)
        {
            diagnostics.Report(DiagnosticDescriptors.IllegalCharacter, source.GetLocation(fault), $"U+{text[fault]:X4}");
            return false;
        }

        if (!Utf8.IsValid(text))
        {
            diagnostics.Report(DiagnosticDescriptors.NotUtf8, source.GetLocation(FirstInvalid(text)), "");
            return false;
        }

        return !text.ContainsAny(NonCharacterLeads) || CheckNonCharacters(source, diagnostics);
    }

    private static bool CheckNonCharacters(SourceText source, DiagnosticBag diagnostics)
    {
        var text = source.Bytes.Span;
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf8(text[at..], out var rune, out var length);
            if ((rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF)
            {
                diagnostics.Report(DiagnosticDescriptors.IllegalCharacter, source.GetLocation(at), $"U+{rune.Value:X4}");
                return false;
            }

            at += length;
        }

        return true;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done) at += length;
        return at;
    }
}
