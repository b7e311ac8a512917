using System.Buffers;
using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Reads the values of <c>default</c> statements, and refuses those that are none of their type (RFC 7950 §7.3.4, §7.6.4, §7.7.4).</summary>
internal sealed class DefaultValues(YangSchema schema, ExpressionCompiler expressions, DiagnosticBag diagnostics)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The value in stored and in canonical form, or null with the reason reported.</summary>
    /// <param name="type">The type.</param>
    /// <param name="default">The default statement.</param>
    /// <param name="module">The module of names without prefix.</param>
    /// <param name="owner">The name of the node or typedef.</param>
    /// <param name="blamed">The statement to report at: the default, or a type that excludes it.</param>
    public (byte[] Stored, string Text)? Parse(YangType type, ScopedStatement @default, YangModule module, string owner, Statement blamed)
    {
        // A leafref without target has been reported.
        if (TypeFactory.LeafRefsOf(type).Any(l => l.Target is null)) return null;
        if (Fault(type, @default, module) is { } fault)
        {
            // A prefix whose module was not found has been reported at its import.
            if (!expressions.PrefixesOf(@default.Scope.Text).MetMissingModule) diagnostics.ReportRelated(DiagnosticDescriptors.BadDefault, blamed.ArgumentLocation, @default.Statement.ArgumentLocation, @default.Statement.Argument, owner, fault);
            return null;
        }

        var value = _buffer.WrittenSpan.ToArray();
        if (Conditional(type, value) is { } conditional)
        {
            diagnostics.Report(DiagnosticDescriptors.ConditionalDefault, blamed.ArgumentLocation, @default.Statement.Argument, owner, conditional);
        }

        _buffer.ResetWrittenCount();
        type.Format(value, ValueForm.Canonical, schema, null, _buffer);
        return (value, Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    /// <summary>Whether the statement's argument is a value of the type.</summary>
    public bool IsValid(YangType type, ScopedStatement @default, YangModule module) =>
        TypeFactory.LeafRefsOf(type).Any(l => l.Target is null) || Fault(type, @default, module) is null;

    private string? Fault(YangType type, ScopedStatement @default, YangModule module)
    {
        if (type.BuiltIn == BuiltInType.Empty) return "the type empty can't have one (RFC 7950 §9.11).";
        var context = new ValueContext
        {
            Form = ValueForm.Xml, IsDefaultStatement = true, Schema = schema, Module = module, Prefixes = new DefaultPrefixes(expressions.PrefixesOf(@default.Scope.Text), module),
        };
        _buffer.ResetWrittenCount();
        return type.TryParse(Encoding.UTF8.GetBytes(@default.Statement.ArgumentOrEmpty), context, _buffer, out var error) ? null : error.Message;
    }

    /// <summary>The name in a value whose definition has an if-feature; null when there is none.</summary>
    private string? Conditional(YangType type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case EnumerationType enumeration:
                var number = EnumerationType.GetValue(value);
                return enumeration.Values.FirstOrDefault(v => v.Value == number && v.IsConditional)?.Name;
            case BitsType bits:
                foreach (var bit in bits.Bits)
                {
                    if (bit.IsConditional && bits.IsSet(value, Encoding.UTF8.GetBytes(bit.Name))) return bit.Name;
                }

                return null;
            case IdentityRefType:
                return IdentityRefType.GetIdentity(value, schema) is { IsConditional: true } identity ? identity.Name : null;
            case UnionType union:
                return Conditional(union.Resolve(value, out var inner), inner);
            default:
                return null;
        }
    }

    /// <summary>Prefixes of a default's text; without one, names are of the module that the statement stands in.</summary>
    private sealed class DefaultPrefixes(ModulePrefixes prefixes, YangModule fallback) : IPrefixMap
    {
        public YangModule? Resolve(ReadOnlySpan<byte> prefix) => prefix.IsEmpty ? prefixes.Resolve("") ?? fallback : prefixes.Resolve(prefix);

        public string PrefixFor(YangModule module) => prefixes.PrefixFor(module);

        public string ExplicitPrefixFor(YangModule module) => prefixes.PrefixFor(module);
    }
}
