using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Compiles the types of metadata annotations (RFC 7952 §3).</summary>
internal sealed class AnnotationCompiler(TypeCompiler types, FeatureEvaluator features, DiagnosticBag diagnostics)
{
    /// <summary>Compiles a module's annotations; each type is then the value of its extension's instance, unless the annotation's features are off.</summary>
    public void Compile(LoadedModule module)
    {
        var names = new Dictionary<string, Statement>();
        foreach (var instance in module.Module.Extensions)
        {
            if (!instance.Is("ietf-yang-metadata", BuiltInExtensions.Annotation)) continue;
            var statement = instance.Statement;
            if (!names.TryAdd(statement.ArgumentOrEmpty, statement))
            {
                diagnostics.ReportRelated(
                    DiagnosticDescriptors.DuplicateTemplate, statement.ArgumentLocation, names[statement.ArgumentOrEmpty].Location, instance.Name, statement.Argument);
            }

            var scope = module.Texts.Find(t => t.Root.Children.Contains(statement))!.Scope;
            var type = statement.Find(StatementKind.Type) is { } typeStatement ? types.Compile(typeStatement, scope)?.Type : null;
            // One whose features are off isn't there (RFC 7952 §3).
            if (features.AllHold(statement, scope.Text)) instance.Value = type;
        }
    }
}
