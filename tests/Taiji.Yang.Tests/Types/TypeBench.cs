using System.Buffers;
using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Types;

/// <summary>Makes types without a compiler and shows what they do with texts.</summary>
internal static class TypeBench
{
    public static readonly YangModule Module = new("m", "urn:m", "m", null) { IsImplemented = true };

    public static readonly YangModule Other = new("other", "urn:other", "o", null) { IsImplemented = true };

    public static YangSchema EmptySchema() => new([Module, Other], new SchemaRoot(Module), [], []);

    public static YangType Make(TypeSpec spec, TypeFactory? factory = null)
    {
        (factory ?? new TypeFactory()).TryCreate(spec, out var type, out var errors).ShouldBeTrue(string.Join("\n", errors.Select(e => e.Message)));
        return type!;
    }

    public static YangType Make(BuiltInType builtIn) => Make(new TypeSpec { BuiltIn = builtIn, Name = builtIn.ToString().ToLowerInvariant() });

    public static string[] ErrorsOf(TypeSpec spec)
    {
        new TypeFactory().TryCreate(spec, out var type, out var errors).ShouldBe(errors.Count == 0);
        if (errors.Count > 0) type.ShouldBeNull();
        return [.. errors.Select(e => $"{e.Part} {e.Index}: {e.Message}")];
    }

    public static byte[] Store(YangType type, string text, ValueForm form = ValueForm.Xml, JsonKind? token = null, YangSchema? schema = null, IPrefixMap? prefixes = null)
    {
        TryStore(type, text, out var stored, form, token, schema, prefixes).ShouldBeNull();
        return stored;
    }

    public static ValueError? TryStore(
        YangType type, string text, out byte[] stored, ValueForm form = ValueForm.Xml, JsonKind? token = null, YangSchema? schema = null, IPrefixMap? prefixes = null, bool isDefault = false)
    {
        var writer = new ArrayBufferWriter<byte>();
        var context = new ValueContext
        {
            Form = form, Token = token, Schema = schema ?? EmptySchema(), Module = Module, Prefixes = prefixes, IsDefaultStatement = isDefault,
        };
        var ok = type.TryParse(Encoding.UTF8.GetBytes(text), context, writer, out var error);
        stored = writer.WrittenSpan.ToArray();
        if (!ok) stored.ShouldBeEmpty();
        ok.ShouldBe(error is null);
        return error;
    }

    public static string Show(YangType type, byte[] stored, ValueForm form = ValueForm.Canonical, YangSchema? schema = null, IPrefixMap? prefixes = null)
    {
        var writer = new ArrayBufferWriter<byte>();
        type.Format(stored, form, schema ?? EmptySchema(), prefixes, writer);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    /// <summary>The canonical form of a text, or null when it is refused.</summary>
    public static string? Canonical(YangType type, string text, ValueForm form = ValueForm.Xml, JsonKind? token = null) =>
        TryStore(type, text, out var stored, form, token) is null ? Show(type, stored) : null;
}

/// <summary>Fixed prefixes.</summary>
internal sealed class Prefixes(params (string Prefix, YangModule Module)[] map) : IPrefixMap
{
    public YangModule? Resolve(ReadOnlySpan<byte> prefix)
    {
        var text = Encoding.UTF8.GetString(prefix);
        return map.FirstOrDefault(m => m.Prefix == text).Module;
    }

    public string PrefixFor(YangModule module) => map.First(m => m.Module == module).Prefix;

    public string ExplicitPrefixFor(YangModule module) => map.First(m => m.Module == module && m.Prefix.Length > 0).Prefix;
}
