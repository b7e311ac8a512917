using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>What an <c>augment</c> may add to what (RFC 7950 §7.17).</summary>
internal static class AugmentRules
{
    /// <summary>Reports what may not be added; false when the target can't be augmented at all.</summary>
    public static bool Check(Statement augment, DraftNode target, bool version11, DiagnosticBag diagnostics)
    {
        if (target.Kind is not (SchemaNodeKind.Container or SchemaNodeKind.List or SchemaNodeKind.Choice or SchemaNodeKind.Case
            or SchemaNodeKind.Input or SchemaNodeKind.Output or SchemaNodeKind.Notification))
        {
            diagnostics.Report(DiagnosticDescriptors.CannotAugment, augment.ArgumentLocation, KindName.Of(target.Kind), target.Name);
            return false;
        }

        foreach (var child in augment.Children)
        {
            var allowed = child.Kind switch
            {
                StatementKind.Case => target.Kind == SchemaNodeKind.Choice,
                StatementKind.Uses => target.Kind != SchemaNodeKind.Choice,
                // A choice is no shorthand case in YANG 1.0 (RFC 6020 §7.9.2).
                StatementKind.Choice => version11 || target.Kind != SchemaNodeKind.Choice,
                StatementKind.Action or StatementKind.Notification => target.Kind is SchemaNodeKind.Container or SchemaNodeKind.List,
                _ => true,
            };
            if (!allowed) diagnostics.Report(DiagnosticDescriptors.CannotAugmentWith, child.Location, child.Keyword, KindName.Of(target.Kind), target.Name);
        }

        return true;
    }
}
