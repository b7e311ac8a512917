using System.CommandLine;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands.Trees;

/// <summary><c>taiji yang tree</c>: draws modules as tree diagrams (RFC 8340).</summary>
internal static class TreeCommand
{
    public static Command Make()
    {
        var options = new SchemaOptions();
        var modules = SchemaOptions.ModuleArgument("The modules, all in one schema.");
        var command = new Command("tree", "Draw modules as tree diagrams (RFC 8340).") { modules };
        options.AddTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            var request = options.Read(parsed, parsed.GetValue(modules)!);
            var schema = request.Compile(console);
            var isFirst = true;
            foreach (var module in request.Requested(schema))
            {
                if (!isFirst) console.Output.WriteLine();
                isFirst = false;
                new ModuleDiagram(console.Output, schema, module).Write();
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
