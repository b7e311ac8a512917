using System.Globalization;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>The errors of RFC 7950 §15 and §8.3, with RFC 7951 paths.</summary>
internal static class ValidationErrors
{
    private const string YangNamespace = "urn:ietf:params:xml:ns:yang:1";

    /// <summary>A must that is false (§15.4).</summary>
    public static RpcError Must(string path, MustConstraint must) => Make(
        ErrorTag.OperationFailed, must.ErrorAppTag ?? "must-violation", path, must.ErrorMessage ?? $"The condition \"{must.Expression.Text}\" does not hold.");

    /// <summary>A node whose when is false (§8.3.1).</summary>
    public static RpcError When(string path, SchemaNode node, WhenConstraint when) => Make(
        ErrorTag.UnknownElement, null, path, $"'{node.Name}' is not allowed here: its when \"{when.Expression.Text}\" is false.") with
    {
        Info = [new ErrorInfo("bad-element", node.Name)],
    };

    /// <summary>A leafref or instance-identifier to nothing (§15.5).</summary>
    public static RpcError InstanceRequired(string path, string value, string target) => Make(
        ErrorTag.DataMissing, "instance-required", path, $"There is no instance of {target} that the value \"{value}\" refers to.");

    /// <summary>Too many entries (§15.2).</summary>
    public static RpcError TooMany(string path, long count, uint maximum) => Make(
        ErrorTag.OperationFailed, "too-many-elements", path, string.Create(CultureInfo.InvariantCulture, $"{count} entries are there; at most {maximum} are allowed."));

    /// <summary>Too few entries (§15.3).</summary>
    public static RpcError TooFew(string path, long count, uint minimum) => Make(
        ErrorTag.OperationFailed, "too-few-elements", path, string.Create(CultureInfo.InvariantCulture, $"{count} entries are there; at least {minimum} are required."));

    /// <summary>A mandatory leaf or anydata that isn't there (§7.6.5, §7.10.3).</summary>
    public static RpcError Missing(string path, SchemaNode node) => Make(
        ErrorTag.DataMissing, null, path, $"The mandatory {(node is LeafNode ? "leaf" : "node")} '{node.Name}' is missing.");

    /// <summary>A mandatory choice without any case (§15.6).</summary>
    public static RpcError MissingChoice(string path, ChoiceNode choice) => Make(
        ErrorTag.DataMissing, "missing-choice", path, $"The mandatory choice '{choice.Name}' has none of its cases: {string.Join(", ", choice.Children.Select(c => c.Name))}.") with
    {
        Info = [new ErrorInfo("missing-choice", choice.Name, YangNamespace)],
    };

    /// <summary>Two cases of a choice (§8.3.1).</summary>
    public static RpcError TwoCases(string path, ChoiceNode choice, SchemaNode first, SchemaNode second) => Make(
        ErrorTag.BadElement, null, path, $"The choice '{choice.Name}' has two cases, '{first.Name}' and '{second.Name}'; only one is allowed.") with
    {
        Info = [new ErrorInfo("bad-element", second.Name)],
    };

    /// <summary>Entries with the same combination of values (§15.1).</summary>
    public static RpcError NotUnique(string path, UniqueConstraint unique, IEnumerable<string> leaves) => Make(
        ErrorTag.OperationFailed, "data-not-unique", path, $"The values of \"{unique.Text}\" are those of another entry already; they must be unique.") with
    {
        Info = [.. leaves.Select(l => new ErrorInfo("non-unique", l, YangNamespace))],
    };

    /// <summary>An expression that can't be evaluated.</summary>
    public static RpcError At(string path, RpcError error) => error with { Path = path };

    /// <summary>The path of a child that may not exist.</summary>
    public static string PathOf(DataNode parent, SchemaNode child)
    {
        var path = PathOf(parent);
        var module = parent.IsRoot && parent.Tree.RootNode is SchemaRoot || parent.Schema.Module != child.Module ? child.Module.Name + ":" : "";
        return (path == "/" ? "" : path) + "/" + module + child.Name;
    }

    /// <summary>The path of a node.</summary>
    public static string PathOf(DataNode node) => node.Path.ToString();

    /// <summary>The path of a node of the accessible tree.</summary>
    public static string PathOf(in XPathNode node) => node.ToString();

    private static RpcError Make(string tag, string? appTag, string path, string message) => new()
    {
        Type = ErrorType.Application, Tag = tag, AppTag = appTag, Path = path, Message = message,
    };
}
