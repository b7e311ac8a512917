using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary><c>identityref</c> (RFC 7950 §9.10). Stored as the identity's ordinal, a big-endian uint32.</summary>
public sealed class IdentityRefType : YangType
{
    private Dictionary<YangModule, Dictionary<byte[], Identity>>? _allowed;

    internal IdentityRefType(IReadOnlyList<Identity> bases) => Bases = bases;

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.IdentityRef;

    /// <inheritdoc/>
    public override int FixedSize => 4;

    /// <summary>The bases: a value is derived from each of them (RFC 7950 §9.10.2).</summary>
    public IReadOnlyList<Identity> Bases { get; }

    /// <summary>Whether the identity is a value of this type.</summary>
    /// <param name="identity">An identity.</param>
    public bool Allows(Identity identity)
    {
        foreach (var b in Bases)
        {
            if (!identity.IsDerivedFrom(b)) return false;
        }

        return true;
    }

    /// <summary>The identity of a stored value.</summary>
    /// <param name="stored">A stored value of this type.</param>
    /// <param name="schema">The schema.</param>
    public static Identity GetIdentity(ReadOnlySpan<byte> stored, YangSchema schema) =>
        schema.Identities[(int)BinaryPrimitives.ReadUInt32BigEndian(stored)];

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.String, Name, out error)) return false;
        var trimmed = ValueText.Trim(text);
        var colon = trimmed.IndexOf((byte)':');
        var module = QualifiedName.Module(colon < 0 ? default : trimmed[..colon], context);
        if (module is null)
        {
            error = context.IsTrial ? ValueError.Trial : new ValueError($"{ValueText.Quote(text)}: {QualifiedName.NoModule(colon < 0 ? default : trimmed[..colon], context)}");
            return false;
        }

        var allowed = _allowed ??= Collect(context.Schema);
        if (!allowed.TryGetValue(module, out var names)
            || !names.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(trimmed[(colon + 1)..], out var identity)
            || !(module.IsImplemented || context.IsDefaultStatement))
        {
            error = context.IsTrial ? ValueError.Trial : NotDerived(trimmed[(colon + 1)..], module, context.Schema);
            return false;
        }

        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, identity.Ordinal);
        ValueText.Store(destination, head, bytes);
        return true;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination)
    {
        var identity = GetIdentity(stored, schema);
        if (form == ValueForm.Xml && prefixes is not null)
        {
            WritePrefix(Encoding.UTF8.GetBytes(prefixes.PrefixFor(identity.Module)), destination);
        }
        else
        {
            WritePrefix(identity.Module.Utf8Name.Span, destination);
        }

        var span = destination.GetSpan(Encoding.UTF8.GetMaxByteCount(identity.Name.Length));
        destination.Advance(Encoding.UTF8.GetBytes(identity.Name, span));
    }

    private static void WritePrefix(ReadOnlySpan<byte> prefix, IBufferWriter<byte> destination)
    {
        if (prefix.IsEmpty) return;
        destination.Write(prefix);
        destination.Write(":"u8);
    }

    private Dictionary<YangModule, Dictionary<byte[], Identity>> Collect(YangSchema schema) => DerivedFromAll(schema)
        .GroupBy(i => i.Module)
        .ToDictionary(g => g.Key, g => g.ToDictionary(i => Encoding.UTF8.GetBytes(i.Name), Utf8KeyComparer.Instance));

    private IEnumerable<Identity> DerivedFromAll(YangSchema schema)
    {
        HashSet<Identity>? common = null;
        foreach (var @base in Bases)
        {
            var derived = DerivedFrom(@base);
            if (common is null) common = derived;
            else common.IntersectWith(derived);
        }

        return common is null ? schema.Identities : common.Where(i => i.Ordinal >= 0);
    }

    private static HashSet<Identity> DerivedFrom(Identity @base)
    {
        var found = new HashSet<Identity>();
        var pending = new Stack<Identity>([@base]);
        while (pending.TryPop(out var next))
        {
            foreach (var derived in next.Derived)
            {
                if (found.Add(derived)) pending.Push(derived);
            }
        }

        return found;
    }

    private ValueError NotDerived(ReadOnlySpan<byte> name, YangModule module, YangSchema schema)
    {
        var identity = Encoding.UTF8.GetString(name);
        if (schema.FindIdentity(module.Name, identity) is null) return new ValueError($"The module {module.Name} has no identity {ValueText.Quote(name)}.");
        return !module.IsImplemented
            ? new ValueError($"The identity {module.Name}:{identity} is defined in a module that is not implemented.")
            : new ValueError($"The identity {module.Name}:{identity} is not derived from {string.Join(" and ", Bases)}.");
    }
}
