using System.CommandLine;
using Taiji.Yang.Schema.Linting;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands;

/// <summary><c>taiji yang check</c>: compiles modules into one schema and writes every diagnostic.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var options = new SchemaOptions();
        var modules = SchemaOptions.ModuleArgument("The modules; a submodule's file is checked through its module.");
        var lint = new Option<bool>("--lint") { Description = "Warn of what the guidelines for published modules advise against (RFC 8407)." };
        var command = new Command("check", "Check modules, all in one schema.") { modules, lint };
        options.AddTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            var request = options.Read(parsed, parsed.GetValue(modules)!);
            var schema = request.Compile(console);
            if (parsed.GetValue(lint)) console.Write(request.Requested(schema).SelectMany(m => ModuleLinter.Check(schema, m)));
            if (request.IsVerbose) ConstraintScopeReport.Write(schema, console);
            return ExitCode.Ok;
        }));
        return command;
    }
}
