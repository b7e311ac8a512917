using System.CommandLine;
using Taiji.Yang.Schema;
using Taiji.Yang.Schema.Updates;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands;

/// <summary><c>taiji yang compat OLD NEW</c>: may one module be published as a new revision of the other (RFC 7950 §11)?</summary>
internal static class CompatCommand
{
    public static Command Make()
    {
        var options = new SchemaOptions();
        var old = ModuleArgument("OLD", "The published revision: a file, or NAME@REVISION.");
        var @new = ModuleArgument("NEW", "The new revision: a file, or NAME[@REVISION].");
        var command = new Command("compat", "Check that a module may be a new revision of another (RFC 7950 §11).") { old, @new };
        options.AddTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            var (before, oldModule) = Compile(options.Read(parsed, [parsed.GetValue(old)!]), console);
            var (after, newModule) = Compile(options.Read(parsed, [parsed.GetValue(@new)!]), console);
            var faults = ModuleUpdate.Compare(before, oldModule, after, newModule);
            console.Write(faults);
            return faults.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }

    private static Argument<string> ModuleArgument(string name, string description) => new(name) { Description = description };

    private static (YangSchema Schema, YangModule Module) Compile(SchemaRequest request, CommandConsole console)
    {
        var schema = request.Compile(console);
        return (schema, request.Requested(schema).FirstOrDefault() ?? throw new UnusableOptionException($"{request.Modules[0]}: the schema has no module of that name"));
    }
}
