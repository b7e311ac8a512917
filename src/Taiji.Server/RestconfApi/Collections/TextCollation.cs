using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>The order of text in a locale of the system (POSIX <c>LC_COLLATE</c>). Code points in order are everywhere; other orders where the system has the locale.</summary>
internal sealed partial class TextCollation : IDisposable
{
    /// <summary>The locale of the order of code points.</summary>
    public const string Plain = "C";

    // LC_CTYPE and LC_COLLATE: bits that glibc and musl give them, and those of Darwin.
    private static readonly int Categories = OperatingSystem.IsMacOS() ? 0b11 : 0b1001;
    private readonly nint _locale;

    private TextCollation(string name, nint locale)
    {
        Name = name;
        _locale = locale;
    }

    /// <summary>The locale.</summary>
    public string Name { get; }

    /// <summary>Whether bytes of UTF-8 are in its order as they are.</summary>
    public bool IsPlain => _locale == 0;

    /// <summary>Opens a locale.</summary>
    /// <param name="name">Its name as POSIX has it (<c>sv_SE</c>) or as RFC 5646 has it (<c>sv-SE</c>), with or without <c>.UTF-8</c>; null for <see cref="Plain"/>.</param>
    /// <returns>Null when the system doesn't have it.</returns>
    public static TextCollation? TryOpen(string? name)
    {
        if (name is null || WithoutEncoding(name) is "C" or "POSIX") return new TextCollation(Plain, 0);
        if (OperatingSystem.IsWindows() || !LocaleName().IsMatch(name)) return null;
        var posix = WithoutEncoding(name).Replace('-', '_');
        var locale = NewLocale(Categories, posix + ".UTF-8", 0);
        return locale == 0 ? null : new TextCollation(posix, locale);
    }

    /// <summary>Bytes whose order is the order of the text.</summary>
    /// <param name="text">UTF-8.</param>
    public unsafe byte[] KeyOf(ReadOnlySpan<byte> text)
    {
        if (IsPlain) return text.ToArray();
        var source = new byte[text.Length + 1];
        text.CopyTo(source);
        var key = new byte[Math.Max(32, text.Length * 4)];
        while (true)
        {
            nuint length;
            fixed (byte* from = source)
            fixed (byte* to = key) length = Transform(to, from, (nuint)key.Length, _locale);
            if (length < (nuint)key.Length) return key[..(int)length];
            key = new byte[(int)length + 1];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsPlain) FreeLocale(_locale);
    }

    private static string WithoutEncoding(string name) =>
        name.EndsWith(".UTF-8", StringComparison.OrdinalIgnoreCase) ? name[..^6] : name.EndsWith(".utf8", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name;

    [GeneratedRegex(@"^[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{2,8})*(?:\.(?:UTF-8|utf-8|UTF8|utf8))?$", RegexOptions.CultureInvariant)]
    private static partial Regex LocaleName();

    [LibraryImport("libc", EntryPoint = "newlocale", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NewLocale(int mask, string name, nint basis);

    [LibraryImport("libc", EntryPoint = "freelocale")]
    private static partial void FreeLocale(nint locale);

    [LibraryImport("libc", EntryPoint = "strxfrm_l")]
    private static unsafe partial nuint Transform(byte* destination, byte* source, nuint size, nint locale);
}
