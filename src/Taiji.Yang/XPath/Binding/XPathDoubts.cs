using System.Buffers;
using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Binding;

/// <summary>Something legal that can hardly be meant.</summary>
/// <param name="Descriptor">What.</param>
/// <param name="Position">Where in the expression, in characters from 0.</param>
/// <param name="Message">Why.</param>
internal sealed record XPathDoubt(DiagnosticDescriptor Descriptor, int Position, string Message);

/// <summary>Looks at comparisons and calls while an expression is bound: values that a leaf never has, functions on nodes that they say nothing about (RFC 7950 §9, §10).</summary>
/// <param name="schema">The schema.</param>
/// <param name="prefixes">The prefixes around the expression.</param>
/// <param name="unprefixed">The module of unprefixed names.</param>
internal sealed class XPathDoubts(YangSchema schema, IXPathPrefixes prefixes, YangModule unprefixed)
{
    private const int MostNodes = 100;
    private readonly List<XPathDoubt> _found = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<XPathDoubt> Found => _found;

    /// <summary>Looks at a comparison for equality of nodes with a text.</summary>
    /// <param name="term">The comparison.</param>
    /// <param name="nodes">What the one side may find.</param>
    /// <param name="literal">The other side.</param>
    public void LookAt(BinaryTerm term, IReadOnlyCollection<XPathRead> nodes, LiteralTerm literal)
    {
        if (ValuesOf(nodes) is not { } types || types.Any(t => MayBe(t, literal.Value))) return;
        var result = term.Operator == XPathOperator.Equal ? "never true" : "true for every value";
        Add(DiagnosticDescriptors.VainComparison, literal.Position, $"'{literal.Value}' is no value of {Names(nodes)}: this is {result}{Nearest(types, literal.Value)}");
    }

    /// <summary>Looks at a call of one of YANG's functions.</summary>
    /// <param name="call">The call.</param>
    /// <param name="nodes">What the first argument may find.</param>
    public void LookAt(CallTerm call, IReadOnlyCollection<XPathRead> nodes)
    {
        switch (call.Function.Kind)
        {
            case XPathFunctionKind.ReMatch when call.Arguments[1] is LiteralTerm pattern && !XsdRegexParser.TryParse(pattern.Value, out _, out var error):
                Add(DiagnosticDescriptors.VainCall, pattern.Position + 1 + error.Position, error.Message);
                break;
            case XPathFunctionKind.Deref:
                Expect(t => t is InstanceIdentifierType, "a leafref or instance-identifier");
                break;
            case XPathFunctionKind.EnumValue:
                Expect(t => t is EnumerationType, "an enumeration");
                break;
            case XPathFunctionKind.BitIsSet:
                if (Expect(t => t is BitsType, "of type bits") is { } types && call.Arguments[1] is LiteralTerm bit) LookAtBit(bit, types);
                break;
            case XPathFunctionKind.DerivedFrom or XPathFunctionKind.DerivedFromOrSelf:
                Expect(t => t is IdentityRefType, "an identityref");
                if (call.Arguments[1] is LiteralTerm name) LookAtIdentity(name);
                break;
        }

        List<YangType>? Expect(Predicate<YangType> isRight, string what)
        {
            if (call.Function.Kind == XPathFunctionKind.Deref && nodes.Any(n => n.Node is TypedNode typed && TypeFactory.LeafRefsOf(typed.Type).Any())) return null;
            if (ValuesOf(nodes) is not { } types || types.Exists(isRight)) return ValuesOf(nodes);
            Add(DiagnosticDescriptors.VainCall, call.Arguments[0].Position, $"{Names(nodes)} is not {what}: {call.Function.Name}() finds nothing in it");
            return null;
        }
    }

    private void LookAtBit(LiteralTerm bit, List<YangType> types)
    {
        var names = types.OfType<BitsType>().SelectMany(t => t.Bits.Select(b => b.Name)).ToList();
        if (!names.Contains(bit.Value)) Add(DiagnosticDescriptors.VainCall, bit.Position, $"there is no bit '{bit.Value}'{Suggestion.For(bit.Value, names)}");
    }

    private void LookAtIdentity(LiteralTerm name)
    {
        var colon = name.Value.IndexOf(':', StringComparison.Ordinal);
        var module = colon < 0 ? prefixes.Resolve("") ?? unprefixed : prefixes.Resolve(name.Value[..colon]);
        if (module is null) Add(DiagnosticDescriptors.VainCall, name.Position, $"the prefix '{name.Value[..colon]}' stands for no known module");
        else if (schema.FindIdentity(module.Name, name.Value[(colon + 1)..]) is null)
        {
            var hint = Suggestion.For(name.Value[(colon + 1)..], module.Identities.Select(i => i.Name));
            Add(DiagnosticDescriptors.VainCall, name.Position, $"the module {module.Name} has no identity '{name.Value[(colon + 1)..]}'{hint}");
        }
    }

    private void Add(DiagnosticDescriptor descriptor, int position, string message) => _found.Add(new XPathDoubt(descriptor, position, message));

    /// <summary>The types of the values that the nodes may have; null when there are no nodes, or some of which nothing is known.</summary>
    private static List<YangType>? ValuesOf(IReadOnlyCollection<XPathRead> nodes)
    {
        if (nodes.Count is 0 or > MostNodes) return null;
        var types = new List<YangType>();
        foreach (var read in nodes)
        {
            // What a faulty leafref refers to has been reported.
            if (read.Node is not TypedNode typed || TypeFactory.LeafRefsOf(typed.Type).Any(l => l.Target is null)) return null;
            AddMembers(typed.Type, types);
        }

        return types;
    }

    private static void AddMembers(YangType type, List<YangType> types)
    {
        if (type is LeafRefType leafRef) type = leafRef.TargetType;
        if (type is UnionType union)
        {
            foreach (var member in union.Members) AddMembers(member, types);
        }
        else
        {
            types.Add(type);
        }
    }

    private bool MayBe(YangType type, string text)
    {
        switch (type)
        {
            case StringType or InstanceIdentifierType:
                return true;
            case IdentityRefType identityRef:
                // The string value of an identityref has the prefix always (RFC 7950 §9.10.3).
                var colon = text.IndexOf(':', StringComparison.Ordinal);
                return colon >= 0 && prefixes.Resolve(text[..colon]) is { } module && schema.FindIdentity(module.Name, text[(colon + 1)..]) is { } identity && identityRef.Allows(identity);
            default:
                var context = new ValueContext { Form = ValueForm.Xml, Schema = schema, Module = unprefixed, IsTrial = true };
                return type.TryParse(Encoding.UTF8.GetBytes(text), context, new ArrayBufferWriter<byte>(), out _);
        }
    }

    private static string Nearest(List<YangType> types, string text) => Suggestion.For(text, types.SelectMany(t => t switch
    {
        EnumerationType enumeration => enumeration.Values.Select(v => v.Name),
        BooleanType => ["true", "false"],
        _ => [],
    }));

    private static string Names(IReadOnlyCollection<XPathRead> nodes) => string.Join(" or ", nodes.Select(n => $"'{n.Node.Name}'").Distinct());
}
