using System.CommandLine;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands.Documents;

/// <summary>
/// <c>taiji yang diff</c>: what changes from one document of data to another, a line each: <c>+</c> created, <c>-</c> deleted, <c>~</c> another value, <c>&gt;</c> moved.
/// Only the top of what came or went is named.
/// </summary>
internal static class DiffCommand
{
    public static Command Make()
    {
        var schemaOptions = new SchemaOptions();
        var options = new DocumentOptions("", "data", "config", "get");
        var first = new Argument<string>("A") { Description = "The old document, XML or JSON." };
        var second = new Argument<string>("B") { Description = "The new document, XML or JSON." };
        var command = new Command("diff", "Compare two documents of data; nothing is written when they are equal.") { first, second };
        schemaOptions.AddWithModulesTo(command);
        options.AddTypeTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            var (before, after) = (DocumentFile.At(parsed.GetRequiredValue(first)), DocumentFile.At(parsed.GetRequiredValue(second)));
            var schema = schemaOptions.Read(parsed).Compile(console);
            var reader = options.Reader(parsed, schema);
            var diff = new DataDiff(reader.Read(before).Data, reader.Read(after).Data);
            foreach (var change in diff.Changes) console.Output.WriteLine(Line(change));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static string Line(DataChange change) => change.Kind switch
    {
        DataChangeKind.Created => $"+ {change.After.Path}{ValueOf(change.After)}",
        DataChangeKind.Deleted => $"- {change.Before.Path}{ValueOf(change.Before)}",
        DataChangeKind.Moved => $"> {change.After.Path} (from position {change.Before.Position + 1} to {change.After.Position + 1})",
        _ => $"~ {change.After.Path}{(change.Schema is LeafNode ? $": {change.Before.ValueText} -> {change.After.ValueText}" : "")}",
    };

    private static string ValueOf(DataNode node) => node.Schema is LeafNode ? $": {node.ValueText}" : "";
}
