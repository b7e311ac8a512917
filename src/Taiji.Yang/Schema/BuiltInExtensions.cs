using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>The extensions that the compiler knows itself.</summary>
internal static class BuiltInExtensions
{
    public const string YangData = "yang-data";
    public const string Structure = "structure";
    public const string AugmentStructure = "augment-structure";
    public const string Annotation = "annotation";

    private const string Structures = "ietf-yang-structure-ext";
    private const string AccessControl = "ietf-netconf-acm";

    private static readonly string[] Top = ["module"];

    public static IReadOnlyList<ExtensionHandler> All { get; } =
    [
        // RFC 8040 §8 has one elsewhere ignored.
        new("ietf-restconf", YangData) { Parents = Top, IsIgnoredElsewhere = true, Substatements = Grammar.DataDefinitions },
        new("ietf-yang-metadata", Annotation) { Parents = Top, Argument = ArgumentSyntax.Identifier, Substatements = "if-feature* type units? " + Grammar.Meta },
        new(Structures, AugmentStructure) { Parents = Top, Argument = ArgumentSyntax.AbsolutePath, Substatements = Grammar.Meta + Grammar.DataDefinitions + "case*" },
        new(Structures, Structure) { Parents = Top, Argument = ArgumentSyntax.Identifier, Substatements = "must* " + Grammar.Meta + Grammar.Definitions + Grammar.DataDefinitions },
        new DefaultDenyHandler(AccessControl, "default-deny-write"),
        new DefaultDenyHandler(AccessControl, "default-deny-all"),
        new MountPointHandler(),
    ];

    /// <summary>May stand in data definitions, and the second in rpcs and notifications; it is ignored elsewhere (RFC 8341 §3.2.10).</summary>
    private sealed class DefaultDenyHandler(string module, string name) : ExtensionHandler(module, name)
    {
        private static readonly StatementKind[] Data =
        [
            StatementKind.Container, StatementKind.Leaf, StatementKind.LeafList, StatementKind.List, StatementKind.Choice, StatementKind.Case, StatementKind.AnyData, StatementKind.AnyXml,
            StatementKind.Refine,
        ];

        public override void Check(ExtensionUse use)
        {
            var isData = Data.Contains(use.Parent.Kind);
            var isOperation = Name == "default-deny-all" && use.Parent.Kind is StatementKind.Rpc or StatementKind.Action or StatementKind.Notification;
            if (!isData && !isOperation) Warn(use, $"it may stand in data definitions{(Name == "default-deny-all" ? ", rpcs and notifications" : "")}, not in '{use.Parent.Keyword}'");
            else if (use.Parent.Children.FirstOrDefault(IsDefaultDeny) is { } first && first != use.Statement) Warn(use, $"'{first.Keyword}' stands here already");
        }

        private static bool IsDefaultDeny(Statement statement) => statement is { Prefix: not null, Keyword: "default-deny-all" or "default-deny-write" };
    }

    /// <summary>RFC 8528 §3.1 and its description of the extension.</summary>
    private sealed class MountPointHandler : ExtensionHandler
    {
        public MountPointHandler()
            : base("ietf-yang-schema-mount", "mount-point")
        {
            // RFC 8532 publishes one in an anydata, against RFC 8528.
            Parents = ["container", "list", "anydata"];
            Substatements = "config? description? reference? status?";
            Argument = ArgumentSyntax.Identifier;
            IsSingle = true;
        }

        public override void Check(ExtensionUse use)
        {
            var name = $"{use.Statement.Prefix}:{Name}";
            if (!use.IsVersion11) use.Report(DiagnosticDescriptors.OnlyInVersion11, use.Statement.Location, name, use.Parent.Keyword);
            if (use.Parent.Kind == StatementKind.AnyData) Warn(use, "it may stand in 'container' and 'list'");
        }
    }

    private static void Warn(ExtensionUse use, string reason) =>
        use.Report(DiagnosticDescriptors.ExtensionWithoutEffect, use.Statement.Location, $"{use.Statement.Prefix}:{use.Statement.Keyword}", reason);
}
