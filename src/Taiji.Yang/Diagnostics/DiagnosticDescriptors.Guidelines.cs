namespace Taiji.Yang.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    // What the guidelines for published modules ask for; told on request only.

    public static readonly DiagnosticDescriptor HeaderStatementMissing = new(
        "TJ1601", DiagnosticSeverity.Warning, "The {0} has no '{1}' statement.", "RFC 8407 §4.8");

    public static readonly DiagnosticDescriptor RevisionUndocumented = new(
        "TJ1602", DiagnosticSeverity.Warning, "The revision '{0}' has no '{1}' statement.", "RFC 8407 §4.8");

    public static readonly DiagnosticDescriptor DescriptionMissing = new(
        "TJ1603", DiagnosticSeverity.Warning, "The {0} '{1}' has no description.", "RFC 8407 §4.14");

    public static readonly DiagnosticDescriptor ValueUndocumented = new(
        "TJ1604", DiagnosticSeverity.Warning, "The {0} '{1}' has no description.", "RFC 8407 §4.11.3");

    public static readonly DiagnosticDescriptor LongIdentifier = new(
        "TJ1605", DiagnosticSeverity.Warning, "'{0}' has {1} characters; identifiers should have 64 at most.", "RFC 8407 §4.3");

    public static readonly DiagnosticDescriptor UnconventionalIdentifier = new(
        "TJ1606", DiagnosticSeverity.Warning, "'{0}' has other characters than lower-case letters, digits and dashes.", "RFC 8407 §4.3.1");

    public static readonly DiagnosticDescriptor RepeatedParentName = new(
        "TJ1607", DiagnosticSeverity.Warning, "'{0}' repeats the name of the {1} '{2}' around it.", "RFC 8407 §4.3.1");

    public static readonly DiagnosticDescriptor ExplicitDefault = new(
        "TJ1608", DiagnosticSeverity.Warning, "'{0} {1}' says what holds without it.", "RFC 8407 §4.4");

    public static readonly DiagnosticDescriptor ConditionalKey = new(
        "TJ1609", DiagnosticSeverity.Warning, "The key '{0}' has a '{1}' statement.", "RFC 8407 §4.5");

    public static readonly DiagnosticDescriptor UnsuitableFunction = new(
        "TJ1610", DiagnosticSeverity.Warning, "The function {0}() should not be used in YANG's expressions.", "RFC 8407 §4.6.2");

    public static readonly DiagnosticDescriptor UnsuitableAxis = new(
        "TJ1611", DiagnosticSeverity.Warning, "The axis '{0}' should not be used in YANG's expressions.", "RFC 8407 §4.6.3");

    public static readonly DiagnosticDescriptor UnconventionalNamespace = new(
        "TJ1612", DiagnosticSeverity.Warning, "The namespace of an IETF module should be 'urn:ietf:params:xml:ns:yang:{0}'.", "RFC 8407 §4.9");

    public static readonly DiagnosticDescriptor MandatoryTopLevelNode = new(
        "TJ1613", DiagnosticSeverity.Warning, "'{0}' makes '{1}' mandatory at the top level.", "RFC 8407 §4.10");

    public static readonly DiagnosticDescriptor EmptyLeafList = new(
        "TJ1614", DiagnosticSeverity.Warning, "The leaf-list '{0}' has the type empty.", "RFC 8407 §4.11.5");

    public static readonly DiagnosticDescriptor AnyXmlUsed = new(
        "TJ1615", DiagnosticSeverity.Warning, "The anyxml '{0}' could be an anydata.", "RFC 8407 §4.14");

    public static readonly DiagnosticDescriptor KeysNotFirst = new(
        "TJ1616", DiagnosticSeverity.Warning, "The keys of the list '{0}' should be its first nodes, in the order of the key statement.", "RFC 8407 §4.14");

    public static readonly DiagnosticDescriptor UnfamiliarPrefix = new(
        "TJ1617", DiagnosticSeverity.Warning, "The module '{0}' calls itself '{1}', and not '{2}'.", "RFC 8407 §4.2");

    public static readonly DiagnosticDescriptor UnusedImport = new(
        "TJ1618", DiagnosticSeverity.Warning, "Nothing of the module '{0}' is used.", "RFC 8407 §4.7");

    public static readonly DiagnosticDescriptor LeafRefToConditional = new(
        "TJ1619", DiagnosticSeverity.Warning, "The leafref '{0}' refers to '{1}', which is there only with the feature '{2}'; it should depend on that too.", "RFC 7950 §9.9");
}
