namespace Taiji.Yang.Diagnostics;

// The schema tree: nodes, uses, augments, deviations, keys, defaults and constraints.
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor DuplicateNode = new(
        "TJ1301", DiagnosticSeverity.Error, "The name of the {0} '{1}' is taken by a {2} beside it.", "RFC 7950 §6.2.1");

    public static readonly DiagnosticDescriptor TooManyNodes = new(
        "TJ1302", DiagnosticSeverity.Error, "The schema has more than {0} nodes.", "RFC 7950 §7.13");

    public static readonly DiagnosticDescriptor SchemaTooDeep = new(
        "TJ1303", DiagnosticSeverity.Error, "The schema is more than {0} levels deep.", "RFC 7950 §7.13");

    public static readonly DiagnosticDescriptor CannotRefine = new(
        "TJ1304", DiagnosticSeverity.Error, "'{0}' can't be refined on the {1} '{2}'.", "RFC 7950 §7.13.2");

    public static readonly DiagnosticDescriptor UsesTargetMissing = new(
        "TJ1305", DiagnosticSeverity.Error, "The target '{1}' of this {0} does not exist: there is no '{2}'{3}", "RFC 7950 §7.13.2");

    public static readonly DiagnosticDescriptor SchemaPathMissing = new(
        "TJ1306", DiagnosticSeverity.Error, "The target '{1}' of this {0} does not exist: there is no '{2}' in the {3}{4}", "RFC 7950 §6.5");

    public static readonly DiagnosticDescriptor AbsolutePathExpected = new(
        "TJ1307", DiagnosticSeverity.Error, "The target '{0}' of a module's augment must start with '/'.", "RFC 7950 §7.17");

    public static readonly DiagnosticDescriptor CannotAugment = new(
        "TJ1308", DiagnosticSeverity.Error, "The {0} '{1}' can't be augmented.", "RFC 7950 §7.17");

    public static readonly DiagnosticDescriptor CannotAugmentWith = new(
        "TJ1309", DiagnosticSeverity.Error, "'{0}' can't be added to the {1} '{2}'.", "RFC 7950 §7.17");

    public static readonly DiagnosticDescriptor AugmentAddsMandatory = new(
        "TJ1310", DiagnosticSeverity.Error, "The mandatory {0} '{1}' can't be added to another module's '{2}' without a when.", "RFC 7950 §7.17");

    public static readonly DiagnosticDescriptor CannotDeviate = new(
        "TJ1311", DiagnosticSeverity.Error, "The {1} '{2}' can't have a '{0}'.", "RFC 7950 §7.20.3.2");

    public static readonly DiagnosticDescriptor DeviateAddExists = new(
        "TJ1312", DiagnosticSeverity.Error, "'{0}' can't be added to '{1}', which has one.", "RFC 7950 §7.20.3.2");

    public static readonly DiagnosticDescriptor DeviateDeleteMissing = new(
        "TJ1313", DiagnosticSeverity.Error, "'{0} {1}' can't be deleted from '{2}', which has none such.", "RFC 7950 §7.20.3.2");

    public static readonly DiagnosticDescriptor DeviateReplaceMissing = new(
        "TJ1314", DiagnosticSeverity.Error, "'{0}' can't be replaced in '{1}', which has none.", "RFC 7950 §7.20.3.2");

    public static readonly DiagnosticDescriptor ConfigBelowState = new(
        "TJ1315", DiagnosticSeverity.Error, "'{0}' can't be configuration below a 'config false' node.", "RFC 7950 §7.21.1");

    public static readonly DiagnosticDescriptor StatusBelowParent = new(
        "TJ1316", DiagnosticSeverity.Error, "'{0}' can't be {1} below a node that is {2}.", "RFC 7950 §7.21.2");

    public static readonly DiagnosticDescriptor KeyMissing = new(
        "TJ1317", DiagnosticSeverity.Error, "The list '{0}' is configuration and needs a key.", "RFC 7950 §7.8.2");

    public static readonly DiagnosticDescriptor KeyNotALeaf = new(
        "TJ1318", DiagnosticSeverity.Error, "The key '{0}' is no leaf of the list '{1}'{2}", "RFC 7950 §7.8.2");

    public static readonly DiagnosticDescriptor KeyTwice = new(
        "TJ1319", DiagnosticSeverity.Error, "The leaf '{0}' is named twice in the key of '{1}'.", "RFC 7950 §7.8.2");

    public static readonly DiagnosticDescriptor KeyConfig = new(
        "TJ1320", DiagnosticSeverity.Error, "The key '{0}' must have the same config as its list '{1}'.", "RFC 7950 §7.8.2");

    public static readonly DiagnosticDescriptor KeyEmpty = new(
        "TJ1321", DiagnosticSeverity.Error, "The key '{0}' can't be of type empty in YANG 1.0.", "RFC 6020 §7.8.2");

    public static readonly DiagnosticDescriptor KeyConditional = new(
        "TJ1322", DiagnosticSeverity.Error, "The key '{0}' can't have a when or if-feature.", "RFC 7950 §7.8.2");

    public static readonly DiagnosticDescriptor UniqueNotALeaf = new(
        "TJ1323", DiagnosticSeverity.Error, "'{0}' is no leaf below the list '{1}'.", "RFC 7950 §7.8.3");

    public static readonly DiagnosticDescriptor UniqueTwice = new(
        "TJ1324", DiagnosticSeverity.Error, "The leaf '{0}' is named twice.", "RFC 7950 §7.8.3");

    public static readonly DiagnosticDescriptor UniqueMixed = new(
        "TJ1325", DiagnosticSeverity.Error, "A unique can't mix configuration and state.", "RFC 7950 §7.8.3");

    public static readonly DiagnosticDescriptor MinAboveMax = new(
        "TJ1326", DiagnosticSeverity.Error, "The min-elements of '{0}' are more than its max-elements.", "RFC 7950 §7.7.5");

    public static readonly DiagnosticDescriptor MandatoryWithDefault = new(
        "TJ1327", DiagnosticSeverity.Error, "The {0} '{1}' can't both be required and have a default.", "RFC 7950 §7.6.1");

    public static readonly DiagnosticDescriptor BadDefault = new(
        "TJ1328", DiagnosticSeverity.Error, "The default '{0}' of '{1}' is no value of its type: {2}", "RFC 7950 §7.6.4");

    public static readonly DiagnosticDescriptor DuplicateDefault = new(
        "TJ1329", DiagnosticSeverity.Error, "The default '{0}' of the leaf-list '{1}' is there twice.", "RFC 7950 §7.7.4");

    public static readonly DiagnosticDescriptor DefaultCaseMissing = new(
        "TJ1330", DiagnosticSeverity.Error, "The default case '{0}' is no case of the choice '{1}'{2}", "RFC 7950 §7.9.3");

    public static readonly DiagnosticDescriptor DefaultCaseMandatory = new(
        "TJ1331", DiagnosticSeverity.Error, "The default case '{0}' can't have the mandatory node '{1}'.", "RFC 7950 §7.9.3");

    public static readonly DiagnosticDescriptor BadExpression = new(
        "TJ1332", DiagnosticSeverity.Error, "'{0}' is no XPath expression: {1} (at character {2})", "RFC 7950 §6.4");

    public static readonly DiagnosticDescriptor LeafRefTargetMissing = new(
        "TJ1333", DiagnosticSeverity.Error, "The leafref path '{0}' leads nowhere: {1}", "RFC 7950 §9.9.2");

    public static readonly DiagnosticDescriptor LeafRefTargetNotALeaf = new(
        "TJ1334", DiagnosticSeverity.Error, "The leafref path '{0}' leads to a {1}; expected a leaf or leaf-list.", "RFC 7950 §9.9.2");

    public static readonly DiagnosticDescriptor LeafRefToState = new(
        "TJ1335", DiagnosticSeverity.Error, "'{0}' is configuration that requires an instance; its target '{1}' is not configuration.", "RFC 7950 §9.9.3");

    public static readonly DiagnosticDescriptor LeafRefCycle = new(
        "TJ1336", DiagnosticSeverity.Error, "The leafref '{0}' refers to itself through other leafrefs.", "RFC 7950 §9.9");

    public static readonly DiagnosticDescriptor DeviationOfUnsupported = new(
        "TJ1338", DiagnosticSeverity.Error, "'{0}' is deviated as not-supported; nothing else of it can be deviated.", "RFC 7950 §7.20.3.2");

    public static readonly DiagnosticDescriptor DuplicateTemplate = new(
        "TJ1339", DiagnosticSeverity.Error, "The name of the {0} '{1}' is taken.", "RFC 8791 §2");

    public static readonly DiagnosticDescriptor YangDataNotAContainer = new(
        "TJ1340", DiagnosticSeverity.Error, "The yang-data '{0}' must define exactly one container.", "RFC 8040 §8");

    public static readonly DiagnosticDescriptor DeadPath = new(
        "TJ1341", DiagnosticSeverity.Warning, "'{0}' can never find a node: {1}", "RFC 7950 §6.4.1");

    public static readonly DiagnosticDescriptor UnionTooLarge = new(
        "TJ1381", DiagnosticSeverity.Error, "The union of '{0}' has more than {1} member types, or more than {2} levels, with what its leafrefs refer to.", "RFC 7950 §9.12");

    public static readonly DiagnosticDescriptor VainComparison = new(
        "TJ1382", DiagnosticSeverity.Warning, "In '{0}': {1}", "RFC 7950 §9");

    public static readonly DiagnosticDescriptor VainCall = new(
        "TJ1383", DiagnosticSeverity.Warning, "In '{0}': {1}", "RFC 7950 §10");

    public static readonly DiagnosticDescriptor ConditionalDefault = new(
        "TJ1342", DiagnosticSeverity.Error, "The default '{0}' of '{1}' can't have '{2}' in it, which an if-feature governs.", "RFC 7950 §7.6.4");

    public static readonly DiagnosticDescriptor StatusReference = new(
        "TJ1343", DiagnosticSeverity.Error, "'{0}' is {1} and can't refer to '{2}', which is {3}.", "RFC 7950 §7.21.2");

    public static readonly DiagnosticDescriptor WhenCycle = new(
        "TJ1344", DiagnosticSeverity.Error, "The when of '{0}' depends on itself: {1}.", "RFC 7950 §7.21.5");

    public static readonly DiagnosticDescriptor OperationMisplaced = new(
        "TJ1337", DiagnosticSeverity.Error, "The {0} '{1}' can't stand {2}.", "RFC 7950 §7.15");
}
