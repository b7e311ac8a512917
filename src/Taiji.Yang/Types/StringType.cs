using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary><c>string</c> (RFC 7950 §9.4). Stored as its UTF-8.</summary>
public sealed class StringType : YangType
{
    private const int StackChars = 256;

    internal StringType(ValueRange? length = null, IReadOnlyList<StringPattern>? patterns = null, bool hasPrefixes = false)
    {
        Length = length;
        Patterns = patterns ?? [];
        HasPrefixes = hasPrefixes;
    }

    /// <summary>Whether every text of allowed characters is a value, stored as it is.</summary>
    internal bool IsUnrestricted => Length is null && Patterns.Count == 0 && !HasPrefixes;

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.String;

    /// <inheritdoc/>
    public override int FixedSize => -1;

    /// <summary>The allowed number of characters; null when unrestricted.</summary>
    internal ValueRange? Length { get; }

    /// <summary>The patterns, the base type's first.</summary>
    internal IReadOnlyList<StringPattern> Patterns { get; }

    /// <summary>Whether prefixes inside the text are carried over between XML and the other forms (see <see cref="PrefixedText"/>).</summary>
    internal bool HasPrefixes { get; }

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.String, Name, out error)) return false;
        if (!YangCharacters.AreValid(text))
        {
            error = context.IsTrial ? ValueError.Trial : new ValueError("The string holds a character that RFC 7950 §9.4 excludes.");
            return false;
        }

        if (Length is not null && !IsLengthAllowed(text, context, out error)) return false;
        if (Patterns.Count > 0 && !Matches(text, context, out error)) return false;
        if (!HasPrefixes || context.Form != ValueForm.Xml)
        {
            ValueText.Store(destination, head, text);
            return true;
        }

        if (!PrefixedText.TryToModuleNames(Encoding.UTF8.GetString(text), context, out var canonical, out error)) return false;
        ValueText.Store(destination, head, Encoding.UTF8.GetBytes(canonical));
        return true;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination)
    {
        if (HasPrefixes && form == ValueForm.Xml && prefixes is not null)
        {
            destination.Write(Encoding.UTF8.GetBytes(PrefixedText.ToPrefixes(Encoding.UTF8.GetString(stored), schema, prefixes)));
            return;
        }

        destination.Write(stored);
    }

    private bool IsLengthAllowed(ReadOnlySpan<byte> text, in ValueContext context, [NotNullWhen(false)] out ValueError? error)
    {
        var count = YangCharacters.Count(text);
        error = null;
        if (Length!.Contains(count)) return true;
        error = context.IsTrial ? ValueError.Trial : Length.Error(string.Create(CultureInfo.InvariantCulture, $"A length of {count} characters"));
        return false;
    }

    private bool Matches(ReadOnlySpan<byte> text, in ValueContext context, [NotNullWhen(false)] out ValueError? error)
    {
        var rented = text.Length <= StackChars ? null : ArrayPool<char>.Shared.Rent(text.Length);
        Span<char> chars = rented ?? stackalloc char[StackChars];
        try
        {
            if (Ascii.ToUtf16(text, chars, out var length) != OperationStatus.Done) Utf8.ToUtf16(text, chars, out _, out length);
            foreach (var pattern in Patterns)
            {
                if (pattern.Accepts(chars[..length], out var isUndecided)) continue;
                error = context.IsTrial ? ValueError.Trial : pattern.Error(text, isUndecided);
                return false;
            }
        }
        finally
        {
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }

        error = null;
        return true;
    }
}
