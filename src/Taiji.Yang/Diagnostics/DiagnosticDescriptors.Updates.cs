namespace Taiji.Yang.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    // What a new revision of a module may not change.

    public static readonly DiagnosticDescriptor ModuleRenamed = new(
        "TJ1501", DiagnosticSeverity.Error, "The module was named '{0}'; a module's name can't be changed.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor NamespaceChanged = new(
        "TJ1502", DiagnosticSeverity.Error, "The namespace was '{0}'; it can't be changed.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor NewRevisionExpected = new(
        "TJ1503", DiagnosticSeverity.Error, "A 'revision' statement newer than '{0}' was expected in front of the others.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor DefinitionRemoved = new(
        "TJ1504", DiagnosticSeverity.Error, "The {0} '{1}' is there no more; definitions can become obsolete, but can't be removed.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor KindChanged = new(
        "TJ1505", DiagnosticSeverity.Error, "'{0}' was a {1} and is a {2} now.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor StatementChanged = new(
        "TJ1506", DiagnosticSeverity.Error, "'{0}': '{1}' was {2} and is {3} now.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor ConstraintAdded = new(
        "TJ1507", DiagnosticSeverity.Error, "'{0}': the {1} \"{2}\" was not there; constraints can only be removed or relaxed.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor TypeChanged = new(
        "TJ1508", DiagnosticSeverity.Error, "'{0}': the type was {1} and is {2} now.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor ValueSpaceNarrowed = new(
        "TJ1509", DiagnosticSeverity.Error, "'{0}': the type allows less than it did: {1}.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor MandatoryNodeAdded = new(
        "TJ1510", DiagnosticSeverity.Error, "'{0}' is new and mandatory; a new node may only be mandatory when it depends on a new feature.", "RFC 7950 §11");

    public static readonly DiagnosticDescriptor NodesReordered = new(
        "TJ1511", DiagnosticSeverity.Error, "'{0}' stood after '{1}'; data definition statements can't be reordered.", "RFC 7950 §11");
}
