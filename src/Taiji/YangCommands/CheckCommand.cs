using System.CommandLine;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands;

/// <summary><c>taiji yang check</c>: compiles modules into one schema and writes every diagnostic.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var options = new SchemaOptions();
        var modules = SchemaOptions.ModuleArgument("The modules; a submodule's file is checked through its module.");
        var command = new Command("check", "Check modules, all in one schema.") { modules };
        options.AddTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            options.Read(parsed, parsed.GetValue(modules)!).Compile(console);
            return ExitCode.Ok;
        }));
        return command;
    }
}
