using System.CommandLine;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands.Documents;

/// <summary><c>taiji yang validate</c>: checks a document against the schema and writes every violation.</summary>
internal static class ValidateCommand
{
    public static Command Make()
    {
        var schemaOptions = new SchemaOptions();
        var options = new DocumentOptions("The rpc or action that a reply belongs to, when the document has only its content.", DocumentKinds.Names);
        var file = new Argument<string>("FILE") { Description = "The document, XML or JSON; '-' is standard input." };
        var command = new Command("validate", "Check a document against modules.") { file };
        schemaOptions.AddWithModulesTo(command);
        options.AddTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            var text = DocumentFile.At(parsed.GetRequiredValue(file));
            var schema = schemaOptions.Read(parsed).Compile(console);
            var reader = options.Reader(parsed, schema);
            var other = OtherData.Read(schema, options.Operational(parsed));
            return console.Report(Check(schema, reader.Read(text), other, options.AllowsState(parsed)));
        }));
        return command;
    }

    private static IReadOnlyList<RpcError> Check(YangSchema schema, InstanceDocument document, DataTree? other, bool allowsState)
    {
        var validator = new DataValidator(schema);
        switch (document.Kind)
        {
            case DocumentKind.Data or DocumentKind.Config:
                var content = allowsState ? ValidationContent.All : ValidationContent.Configuration;
                return validator.Validate(OtherData.Merge(document, other), content);
            case DocumentKind.Rpc or DocumentKind.Reply or DocumentKind.Notification:
                var (data, parent) = OtherData.Around(document, other);
                return document.Path!.FromTop(validator.ValidateOperation(document.Operation!, data, document.Path.Parent.IsRoot ? null : parent));
            default:
                // A part of the data: constraints hold for the whole of it only (RFC 7950 §8.1, §8.3).
                return [];
        }
    }
}
