using System.Runtime.CompilerServices;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Decides which features are supported and evaluates <c>if-feature</c> (RFC 7950 §7.20.1, §7.20.2).</summary>
internal sealed class FeatureEvaluator(DiagnosticBag diagnostics)
{
    private readonly Dictionary<Statement, bool> _results = [];

    /// <summary>Sets the features of a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="wanted">The names; null for all.</param>
    public void SetFeatures(LoadedModule module, IReadOnlyList<string>? wanted)
    {
        foreach (var feature in module.Features.Values) feature.IsWanted = wanted is null || wanted.Contains(feature.Name);
        foreach (var name in wanted ?? [])
        {
            if (module.Features.ContainsKey(name) || module.IsIncomplete) continue;
            diagnostics.Report(
                DiagnosticDescriptors.UnknownFeature, module.Main.Root.Location, name, module.Name, Suggestion.For(name, module.Features.Keys));
        }
    }

    /// <summary>Evaluates all features of a module; <paramref name="explicitly"/> says that the user named them.</summary>
    public void EvaluateAll(LoadedModule module, bool explicitly)
    {
        foreach (var feature in module.Features.Values)
        {
            Evaluate(feature);
            if (explicitly && feature.IsWanted && !feature.IsSupported)
            {
                diagnostics.Report(DiagnosticDescriptors.FeatureNeedsOther, feature.Statement.ArgumentLocation, feature.Name, module.Name);
            }
        }

        module.Module.Features = [.. module.Features.Values.Where(f => f.IsSupported).Select(f => f.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether all if-features of a statement hold.</summary>
    public bool AllHold(Statement statement, ModuleText text)
    {
        var result = true;
        foreach (var child in statement.Children)
        {
            if (child.Kind == StatementKind.IfFeature) result &= Holds(child, text);
        }

        return result;
    }

    /// <summary>Whether one if-feature statement holds.</summary>
    public bool Holds(Statement ifFeature, ModuleText text)
    {
        if (_results.TryGetValue(ifFeature, out var known)) return known;
        var expression = new IfFeatureExpression(ifFeature, text, this, diagnostics);
        return _results[ifFeature] = expression.Evaluate();
    }

    internal bool Evaluate(FeatureDefinition feature)
    {
        switch (feature.State)
        {
            case CompileState.Done:
                return feature.IsSupported;
            case CompileState.Open:
                diagnostics.Report(DiagnosticDescriptors.FeatureCycle, feature.Statement.ArgumentLocation, feature.Name);
                return false;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            diagnostics.Report(DiagnosticDescriptors.FeatureChainTooLong, feature.Statement.ArgumentLocation, feature.Name);
            return false;
        }

        feature.State = CompileState.Open;
        var holds = AllHold(feature.Statement, feature.Text);
        feature.IsSupported = holds && feature.IsWanted;
        feature.State = CompileState.Done;
        return feature.IsSupported;
    }
}
