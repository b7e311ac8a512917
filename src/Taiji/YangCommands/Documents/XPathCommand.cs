using System.CommandLine;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands.Documents;

/// <summary><c>taiji yang xpath</c>: evaluates an expression over a document with its defaults (RFC 7950 §6.4.1).</summary>
internal static class XPathCommand
{
    public static Command Make()
    {
        var schemaOptions = new SchemaOptions();
        var options = new DocumentOptions("The context node's instance path (default the root).", "data", "config", "get", "rpc", "reply", "notification");
        var file = new Argument<string>("FILE") { Description = "The document, XML or JSON; '-' is standard input." };
        var expression = new Argument<string>("EXPR") { Description = "Prefixes are module names, or the modules' own prefixes; names without prefix are the first --module's." };
        var command = new Command("xpath", "Evaluate an XPath expression over a document.") { file, expression };
        schemaOptions.AddWithModulesTo(command);
        options.AddTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            var text = DocumentFile.At(parsed.GetRequiredValue(file));
            var request = schemaOptions.Read(parsed);
            var schema = request.Compile(console);
            var path = options.Context(parsed, schema) ?? new DataPath(schema);
            var other = OtherData.Read(schema, options.Operational(parsed));
            var tree = Tree(options.Reader(parsed, schema).Read(text), other);
            if (!OtherData.TryFind(tree.Data, path, out var context)) throw new UnusableOptionException($"--context {path}: there is no such node in the document");
            return Evaluate(console, parsed.GetRequiredValue(expression), tree, context, request.Requested(schema).FirstOrDefault());
        }));
        return command;
    }

    private static AccessibleTree Tree(InstanceDocument document, DataTree? other)
    {
        if (document.Operation is null) return new AccessibleTree(OtherData.Merge(document, other));
        var (data, parent) = OtherData.Around(document, other);
        return new AccessibleTree(data, document.Operation, parent);
    }

    private static int Evaluate(CommandConsole console, string text, AccessibleTree tree, DataNode context, YangModule? unprefixed)
    {
        if (!XPathParser.TryParse(text, new ModuleNames(tree.Data.Schema), out var expression, out var error))
        {
            console.Error.WriteLine($"EXPR:1:{error.Position + 1}: error: {error.Message}");
            return ExitCode.Failed;
        }

        var value = new XPathEvaluator(tree).Evaluate(expression, new XPathNode(context), unprefixed);
        switch (value.Type)
        {
            case XPathType.NodeSet:
                foreach (var node in value.Nodes) console.Output.WriteLine(node);
                break;
            case XPathType.Boolean:
                console.Output.WriteLine(value.Boolean ? "true" : "false");
                break;
            case XPathType.Number:
                console.Output.WriteLine(XPathNumbers.Format(value.Number));
                break;
            default:
                console.Output.WriteLine(value.String);
                break;
        }

        return ExitCode.Ok;
    }
}
