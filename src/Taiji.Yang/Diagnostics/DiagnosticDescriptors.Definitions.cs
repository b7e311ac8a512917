namespace Taiji.Yang.Diagnostics;

// Typedefs, groupings, features, identities and extensions.
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor DuplicateDefinition = new(
        "TJ1201", DiagnosticSeverity.Error, "The {0} '{1}' is defined twice.", "RFC 7950 §6.2.1");

    public static readonly DiagnosticDescriptor HidesDefinition = new(
        "TJ1202", DiagnosticSeverity.Error, "The {0} '{1}' would hide the one defined further out.", "RFC 7950 §5.5");

    public static readonly DiagnosticDescriptor TypedefNamedLikeBuiltIn = new(
        "TJ1203", DiagnosticSeverity.Error, "A typedef can't have the name of the built-in type '{0}'.", "RFC 7950 §7.3");

    public static readonly DiagnosticDescriptor TypedefCycle = new(
        "TJ1204", DiagnosticSeverity.Error, "The typedef '{0}' is derived from itself.", "RFC 7950 §7.3");

    public static readonly DiagnosticDescriptor TypedefChainTooLong = new(
        "TJ1205", DiagnosticSeverity.Error, "The chain of typedefs behind '{0}' is too long.", "RFC 7950 §7.3");

    public static readonly DiagnosticDescriptor UnknownType = new(
        "TJ1206", DiagnosticSeverity.Error, "There is no type '{0}'{1}", "RFC 7950 §7.4");

    public static readonly DiagnosticDescriptor BadType = new(
        "TJ1207", DiagnosticSeverity.Error, "{0} ({1})", "RFC 7950 §9");

    public static readonly DiagnosticDescriptor UnknownGrouping = new(
        "TJ1208", DiagnosticSeverity.Error, "There is no grouping '{0}'{1}", "RFC 7950 §7.13");

    public static readonly DiagnosticDescriptor GroupingCycle = new(
        "TJ1209", DiagnosticSeverity.Error, "The grouping '{0}' uses itself.", "RFC 7950 §7.12");

    public static readonly DiagnosticDescriptor UnknownFeature = new(
        "TJ1210", DiagnosticSeverity.Error, "There is no feature '{0}' in the module '{1}'{2}", "RFC 7950 §7.20.1");

    public static readonly DiagnosticDescriptor FeatureCycle = new(
        "TJ1211", DiagnosticSeverity.Error, "The feature '{0}' depends on itself.", "RFC 7950 §7.20.1");

    public static readonly DiagnosticDescriptor FeatureNeedsOther = new(
        "TJ1212", DiagnosticSeverity.Error, "The feature '{0}' of '{1}' can't be supported: its if-feature is false.", "RFC 7950 §7.20.2");

    public static readonly DiagnosticDescriptor BadIfFeature = new(
        "TJ1213", DiagnosticSeverity.Error, "'{0}' is no if-feature expression; expected {1}.", "RFC 7950 §7.20.2");

    public static readonly DiagnosticDescriptor UnknownIdentity = new(
        "TJ1214", DiagnosticSeverity.Error, "There is no identity '{0}' in the module '{1}'{2}", "RFC 7950 §7.18.2");

    public static readonly DiagnosticDescriptor IdentityCycle = new(
        "TJ1215", DiagnosticSeverity.Error, "The identity '{0}' is derived from itself.", "RFC 7950 §7.18.2");

    public static readonly DiagnosticDescriptor UnknownExtension = new(
        "TJ1216", DiagnosticSeverity.Error, "There is no extension '{0}' in the module '{1}'{2}", "RFC 7950 §7.19");

    public static readonly DiagnosticDescriptor FeatureChainTooLong = new(
        "TJ1217", DiagnosticSeverity.Error, "The chain of if-features behind '{0}' is too long.", "RFC 7950 §7.20.1");

    public static readonly DiagnosticDescriptor ExtensionWithoutEffect = new(
        "TJ1218", DiagnosticSeverity.Warning, "'{0}' has no effect here: {1}.", "RFC 7950 §7.19");
}
