using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Templates;

/// <summary>What can be wrong with a configuration template; each stops the start.</summary>
public static class TemplateDiagnostics
{
    /// <summary>It can't be read, or is no XML.</summary>
    public static readonly DiagnosticDescriptor NotWellFormed = new("TJ3101", DiagnosticSeverity.Error, "the template can't be read: {0}", "XML 1.0 §2.1");

    /// <summary>The root element.</summary>
    public static readonly DiagnosticDescriptor WrongRoot = new("TJ3102", DiagnosticSeverity.Error, "a template's root element is config-template in {0}, not {1}", "packages.md");

    /// <summary>An element that no implemented module defines there.</summary>
    public static readonly DiagnosticDescriptor UnknownElement = new("TJ3103", DiagnosticSeverity.Error, "there is no '{0}' in namespace '{1}' below {2}", "RFC 7950 §7.5.7");

    /// <summary>State, which nobody configures.</summary>
    public static readonly DiagnosticDescriptor NotConfiguration = new("TJ3104", DiagnosticSeverity.Error, "'{0}' is no configuration (config false)", "RFC 7950 §7.21.1");

    /// <summary>A list entry without one of its keys.</summary>
    public static readonly DiagnosticDescriptor MissingKey = new("TJ3105", DiagnosticSeverity.Error, "an entry of list '{0}' needs its key '{1}' as an element of its own", "RFC 7950 §7.8.5");

    /// <summary>An expression that is none.</summary>
    public static readonly DiagnosticDescriptor WrongExpression = new("TJ3106", DiagnosticSeverity.Error, "the expression '{0}' is wrong at character {1}: {2}", "XPath 1.0 §3");

    /// <summary>A processing instruction.</summary>
    public static readonly DiagnosticDescriptor WrongInstruction = new("TJ3107", DiagnosticSeverity.Error, "the instruction '{0}' is wrong: {1}", "packages.md");

    /// <summary>An attribute.</summary>
    public static readonly DiagnosticDescriptor WrongAttribute = new("TJ3108", DiagnosticSeverity.Error, "the attribute '{0}' is wrong: {1}", "packages.md");

    /// <summary>What is in an element.</summary>
    public static readonly DiagnosticDescriptor WrongContent = new("TJ3109", DiagnosticSeverity.Error, "in '{0}': {1}", "RFC 7950 §7.5.7");

    /// <summary>Two of one name.</summary>
    public static readonly DiagnosticDescriptor DuplicateTemplate = new("TJ3110", DiagnosticSeverity.Error, "there are two templates '{0}': the other one is {1}", "packages.md");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
        [NotWellFormed, WrongRoot, UnknownElement, NotConfiguration, MissingKey, WrongExpression, WrongInstruction, WrongAttribute, WrongContent, DuplicateTemplate];
}
