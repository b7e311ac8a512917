using System.CommandLine;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands.Documents;

/// <summary><c>taiji yang convert</c>: writes a document of data in the other encoding, or in its own.</summary>
internal static class ConvertCommand
{
    public static Command Make()
    {
        var schemaOptions = new SchemaOptions();
        var options = new DocumentOptions("", "data", "config", "get");
        var to = new Option<string>("--to") { Description = "The encoding to write.", Required = true };
        to.AcceptOnlyFromAmong("xml", "json");
        var file = new Argument<string>("FILE") { Description = "The document, XML or JSON; '-' is standard input." };
        var command = new Command("convert", "Write a document in XML or JSON; names, types and keys are checked.") { file, to };
        schemaOptions.AddWithModulesTo(command);
        options.AddTypeTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            var text = DocumentFile.At(parsed.GetRequiredValue(file));
            var schema = schemaOptions.Read(parsed).Compile(console);
            var document = options.Reader(parsed, schema).Read(text);
            Write(console.Output, document.Data, parsed.GetRequiredValue(to) == "json");
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Write(TextWriter output, DataTree tree, bool isJson)
    {
        var sink = new TextSink(output);
        var options = new DataWriteOptions { Indent = true };
        if (isJson) JsonDataWriter.Write(sink, tree.Root, options);
        else XmlDataWriter.Write(sink, tree.Root, options);
        sink.Complete();
    }
}
