using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Parses default values into stored form and refuses what conflicts with them (RFC 7950 §7.6.1, §7.7.2, §7.9.3).</summary>
internal sealed class ValueFinisher(YangSchema schema, ExpressionCompiler expressions, DiagnosticBag diagnostics)
{
    private readonly DefaultValues _defaults = new(schema, expressions, diagnostics);

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
            diagnostics.ReportRelated(DiagnosticDescriptors.MandatoryWithDefault, own.Statement.Location, draft.Mandatory!.Location, "leaf", leaf.Name);
        }

        var defaults = draft.Defaults ?? (type.Default is { } inherited ? [inherited] : null);
        if (defaults is null) return;
        var (values, texts) = Parse(leaf, draft, defaults);
        // Neither a key nor a mandatory leaf is ever absent.
        if (leaf.IsKey || leaf.IsMandatory) return;
        leaf.Defaults = values;
        leaf.DefaultTexts = texts;
    }

    private void FinishLeafList(LeafListNode leafList, DraftNode draft, CompiledType type)
    {
        if (leafList.MaxElements < leafList.MinElements)
        {
            diagnostics.ReportRelated(DiagnosticDescriptors.MinAboveMax, draft.MinElements!.Location, draft.MaxElements!.Location, leafList.Name);
        }

        if (draft.Defaults is [var own, ..] && leafList.MinElements > 0)
        {
            diagnostics.ReportRelated(DiagnosticDescriptors.MandatoryWithDefault, own.Statement.Location, draft.MinElements!.Location, "leaf-list", leafList.Name);
        }

        // A leaf-list takes its type's default from YANG 1.1 on.
        var defaults = draft.Defaults
            ?? (type.Default is { } inherited && leafList.MinElements == 0 && draft.Scope.Text.IsVersion11 ? [inherited] : null);
        if (defaults is null) return;
        var (values, texts) = Parse(leafList, draft, defaults);
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

    private (List<byte[]> Values, List<string> Texts) Parse(TypedNode node, DraftNode draft, List<ScopedStatement> defaults)
    {
        var values = new List<byte[]>();
        var texts = new List<string>();
        foreach (var statement in defaults)
        {
            // What is wrong with a typedef's default is told at the typedef, unless it is this node's restriction that excludes it.
            if (draft.Defaults is null && !TypeCompiler.HasRestrictions(draft.Type!.Value.Statement) && !_defaults.IsValid(node.Type, statement, node.Module)) continue;
            var blamed = draft.Defaults is null ? draft.Type!.Value.Statement : statement.Statement;
            if (_defaults.Parse(node.Type, statement, node.Module, node.Name, blamed) is not { } value) continue;
            values.Add(value.Stored);
            texts.Add(value.Text);
        }

        return (values, texts);
    }

    private void FinishChoice(ChoiceNode choice, DraftNode draft)
    {
        if (draft.Defaults is not [var (statement, _), ..]) return;
        if (choice.IsMandatory) diagnostics.ReportRelated(DiagnosticDescriptors.MandatoryWithDefault, statement.Location, draft.Mandatory!.Location, "choice", choice.Name);
        var name = statement.ArgumentOrEmpty;
        name = name[(name.IndexOf(':') + 1)..];
        choice.DefaultCase = choice.Children.OfType<CaseNode>().FirstOrDefault(c => c.Name == name);
        var @case = draft.Children.Find(c => c.Name == name && !c.IsRemoved);
        if (@case is null)
        {
            if (!draft.IsIncomplete) diagnostics.Report(
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
}
