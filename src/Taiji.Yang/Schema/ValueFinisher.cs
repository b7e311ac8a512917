using System.Buffers;
using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Parses default values into stored form and refuses what conflicts with them (RFC 7950 §7.6.1, §7.7.2, §7.9.3).</summary>
internal sealed class ValueFinisher(YangSchema schema, ExpressionCompiler expressions, DiagnosticBag diagnostics)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public void Finish(SealedNodes nodes)
    {
        foreach (var (node, draft, type) in nodes.Typed)
        {
            if (node is LeafNode leaf) FinishLeaf(leaf, draft, type);
            else FinishLeafList((LeafListNode)node, draft, type);
        }

        foreach (var (choice, draft) in nodes.Choices) FinishChoice(choice, draft);
    }

    private void FinishLeaf(LeafNode leaf, DraftNode draft, CompiledType type)
    {
        if (draft.Defaults is [var own, ..] && leaf.IsMandatory)
        {
            diagnostics.Report(DiagnosticDescriptors.MandatoryWithDefault, own.Statement.Location, "leaf", leaf.Name);
        }

        var defaults = draft.Defaults ?? (type.Default is { } inherited ? [inherited] : null);
        if (defaults is null) return;
        var (values, texts) = Parse(leaf, defaults);
        // Neither a key nor a mandatory leaf is ever absent.
        if (leaf.IsKey || leaf.IsMandatory) return;
        leaf.Defaults = values;
        leaf.DefaultTexts = texts;
    }

    private void FinishLeafList(LeafListNode leafList, DraftNode draft, CompiledType type)
    {
        if (leafList.MaxElements < leafList.MinElements) diagnostics.Report(DiagnosticDescriptors.MinAboveMax, draft.MinElements!.Location, leafList.Name);
        if (draft.Defaults is [var own, ..] && leafList.MinElements > 0)
        {
            diagnostics.Report(DiagnosticDescriptors.MandatoryWithDefault, own.Statement.Location, "leaf-list", leafList.Name);
        }

        // A leaf-list takes its type's default from YANG 1.1 on.
        var defaults = draft.Defaults
            ?? (type.Default is { } inherited && leafList.MinElements == 0 && draft.Scope.Text.IsVersion11 ? [inherited] : null);
        if (defaults is null) return;
        var (values, texts) = Parse(leafList, defaults);
        var seen = new HashSet<byte[]>(Utf8KeyComparer.Instance);
        for (var i = 0; i < values.Count && leafList.IsConfig; i++)
        {
            if (!seen.Add(values[i]))
            {
                diagnostics.Report(DiagnosticDescriptors.DuplicateDefault, defaults[i].Statement.Location, texts[i], leafList.Name);
            }
        }

        leafList.Defaults = values;
        leafList.DefaultTexts = texts;
    }

    private (List<byte[]> Values, List<string> Texts) Parse(TypedNode node, List<ScopedStatement> defaults)
    {
        var values = new List<byte[]>();
        var texts = new List<string>();
        // A leafref without target has been reported.
        if (TypeFactory.LeafRefsOf(node.Type).Any(l => l.Target is null)) return (values, texts);
        foreach (var (statement, scope) in defaults)
        {
            var context = new ValueContext
            {
                Form = ValueForm.Xml, IsDefaultStatement = true, Schema = schema, Module = node.Module, Prefixes = new DefaultPrefixes(expressions.PrefixesOf(scope.Text), node.Module),
            };
            _buffer.ResetWrittenCount();
            if (!node.Type.TryParse(Encoding.UTF8.GetBytes(statement.ArgumentOrEmpty), context, _buffer, out var error))
            {
                diagnostics.Report(DiagnosticDescriptors.BadDefault, statement.ArgumentLocation, statement.Argument, node.Name, error.Message);
                continue;
            }

            var value = _buffer.WrittenSpan.ToArray();
            values.Add(value);
            _buffer.ResetWrittenCount();
            node.Type.Format(value, ValueForm.Canonical, schema, null, _buffer);
            texts.Add(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        }

        return (values, texts);
    }

    private void FinishChoice(ChoiceNode choice, DraftNode draft)
    {
        if (draft.Defaults is not [var (statement, _), ..]) return;
        if (choice.IsMandatory) diagnostics.Report(DiagnosticDescriptors.MandatoryWithDefault, statement.Location, "choice", choice.Name);
        var name = statement.ArgumentOrEmpty;
        name = name[(name.IndexOf(':') + 1)..];
        choice.DefaultCase = choice.Children.OfType<CaseNode>().FirstOrDefault(c => c.Name == name);
        var @case = draft.Children.Find(c => c.Name == name && !c.IsRemoved);
        if (@case is null)
        {
            diagnostics.Report(
                DiagnosticDescriptors.DefaultCaseMissing, statement.ArgumentLocation, name, choice.Name, Suggestion.For(name, draft.Children.Where(c => !c.IsRemoved).Select(c => c.Name)));
            return;
        }

        foreach (var child in @case.Children)
        {
            if (Mandatories.Find(child) is { } mandatory)
            {
                diagnostics.ReportRelated(
                    DiagnosticDescriptors.DefaultCaseMandatory, statement.ArgumentLocation, mandatory.Statement.Location, name, mandatory.Name);
            }
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
