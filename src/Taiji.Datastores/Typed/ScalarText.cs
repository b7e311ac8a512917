using System.Globalization;
using System.Reflection;
using System.Text;

namespace Taiji.Datastores.Typed;

/// <summary>Values of leaves as .NET values, by their canonical text.</summary>
internal static class ScalarText
{
    /// <summary>Whether a type holds one value of a leaf.</summary>
    /// <param name="type">The type.</param>
    public static bool IsScalar(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(byte[]);
    }

    /// <summary>The value of a text.</summary>
    /// <param name="text">Canonical (RFC 7950 §9.1).</param>
    /// <param name="type">What it becomes; bool is also <c>empty</c>, an enum an enumeration or identity, bytes are binary.</param>
    public static object Parse(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return text.Length == 0 || bool.Parse(text);
        if (type == typeof(byte[])) return Convert.FromBase64String(text);
        if (type.IsEnum) return ParseEnum(text, type);
        return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
    }

    /// <summary>The text of a value.</summary>
    /// <param name="value">The value.</param>
    public static string Format(object value) => value switch
    {
        bool b => b ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        Enum member => Name(member.GetType().GetField(member.ToString())!),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The YANG name of a property or an enum's member.</summary>
    /// <param name="member">It.</param>
    public static string Name(MemberInfo member) => member.GetCustomAttribute<YangNameAttribute>()?.Name ?? Hyphenated(member.Name);

    /// <summary>A .NET name as YANG writes names.</summary>
    /// <param name="name">In capitals and small letters.</param>
    public static string Hyphenated(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static object ParseEnum(string text, Type type)
    {
        // An identity's name comes with its module's.
        var local = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (Name(field) is var name && (name == text || name == local)) return field.GetValue(null)!;
        }

        throw new FormatException($"{type.Name} has no member for '{text}'.");
    }
}
