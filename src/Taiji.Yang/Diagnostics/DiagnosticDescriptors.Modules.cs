namespace Taiji.Yang.Diagnostics;

// Modules, submodules, revisions and imports.
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor ModuleNotFound = new(
        "TJ1101", DiagnosticSeverity.Error, "No module '{0}' was found{1}", "RFC 7950 §7.1.5");

    public static readonly DiagnosticDescriptor SubmoduleNotFound = new(
        "TJ1102", DiagnosticSeverity.Error, "No submodule '{0}' was found{1}", "RFC 7950 §7.1.6");

    public static readonly DiagnosticDescriptor NotASubmodule = new(
        "TJ1103", DiagnosticSeverity.Error, "'{0}' is a module; only submodules can be included.", "RFC 7950 §7.1.6");

    public static readonly DiagnosticDescriptor BelongsToAnother = new(
        "TJ1104", DiagnosticSeverity.Error, "The submodule '{0}' belongs to '{1}', not to '{2}'.", "RFC 7950 §7.2.2");

    public static readonly DiagnosticDescriptor MixedVersions = new(
        "TJ1105", DiagnosticSeverity.Error, "The submodule '{0}' and its module '{1}' have different YANG versions.", "RFC 7950 §12");

    public static readonly DiagnosticDescriptor NotIncludedByModule = new(
        "TJ1106", DiagnosticSeverity.Error, "The submodule '{0}' must be included by the module '{1}' itself too.", "RFC 7950 §5.1");

    public static readonly DiagnosticDescriptor ImportsItself = new(
        "TJ1107", DiagnosticSeverity.Error, "The module '{0}' imports itself.", "RFC 7950 §5.1");

    public static readonly DiagnosticDescriptor ImportCycle = new(
        "TJ1108", DiagnosticSeverity.Error, "Modules import each other in a circle: {0}.", "RFC 7950 §5.1");

    public static readonly DiagnosticDescriptor DuplicatePrefix = new(
        "TJ1109", DiagnosticSeverity.Error, "The prefix '{0}' is taken.", "RFC 7950 §7.1.4");

    public static readonly DiagnosticDescriptor UnknownPrefix = new(
        "TJ1110", DiagnosticSeverity.Error, "The prefix '{0}' is not declared by any import{1}", "RFC 7950 §7.1.4");

    public static readonly DiagnosticDescriptor DuplicateNamespace = new(
        "TJ1111", DiagnosticSeverity.Error, "The namespace '{0}' is also that of the module '{1}'.", "RFC 7950 §7.1.3");

    public static readonly DiagnosticDescriptor TwoRevisionsImplemented = new(
        "TJ1112", DiagnosticSeverity.Error, "'{0}' can't be implemented in the revisions '{1}' and '{2}' at once.", "RFC 7950 §5.6.5");

    public static readonly DiagnosticDescriptor DuplicateRevision = new(
        "TJ1113", DiagnosticSeverity.Warning, "The revision '{0}' is there twice.", "RFC 7950 §7.1.9");

    public static readonly DiagnosticDescriptor RevisionOrder = new(
        "TJ1114", DiagnosticSeverity.Warning, "The revision '{0}' should stand before the older one above it.", "RFC 7950 §7.1.9");

    public static readonly DiagnosticDescriptor FileNameMismatch = new(
        "TJ1115", DiagnosticSeverity.Warning, "The module '{0}' is in a file named '{1}'.", "RFC 7950 §5.2");

    public static readonly DiagnosticDescriptor ImportsVersion11ByRevision = new(
        "TJ1116", DiagnosticSeverity.Error, "A module of YANG 1.0 can't import '{0}', a module of YANG 1.1, by revision.", "RFC 7950 §12");

    public static readonly DiagnosticDescriptor TwoRevisionsImported = new(
        "TJ1117", DiagnosticSeverity.Error, "YANG 1.0 can't import the module '{0}' in two revisions, '{1}' and '{2}'.", "RFC 6020 §7.1.5");

    public static readonly DiagnosticDescriptor TwoFiles = new(
        "TJ1119", DiagnosticSeverity.Warning, "'{0}' is in two files with different texts; this one is not read.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor IncludeCycle = new(
        "TJ1118", DiagnosticSeverity.Error, "In YANG 1.0 submodules can't include each other in a circle: {0}.", "RFC 6020 §5.1");
}
