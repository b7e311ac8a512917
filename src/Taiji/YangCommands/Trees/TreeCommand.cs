using System.CommandLine;
using Taiji.Yang.Schema;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands.Trees;

/// <summary><c>taiji yang tree</c>: draws modules as tree diagrams (RFC 8340), or writes them in another form.</summary>
internal static class TreeCommand
{
    public static Command Make()
    {
        var options = new SchemaOptions();
        var modules = SchemaOptions.ModuleArgument("The modules, all in one schema.");
        var format = new Option<string>("--format", "-f")
        {
            Description = $"The form: {string.Join(", ", TreeFormat.All.Select(f => $"'{f.Name}' {f.Description}"))}.", HelpName = "FORMAT",
            DefaultValueFactory = _ => TreeFormat.All[0].Name,
        };
        var structures = new Option<bool>("--structures") { Description = "Draw yang-data and structures too." };
        format.AcceptOnlyFromAmong([.. TreeFormat.All.Select(f => f.Name)]);
        var command = new Command("tree", "Draw modules as tree diagrams (RFC 8340), or write them in another form.") { modules, format, structures };
        options.AddTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            if (parsed.GetValue(structures) && parsed.GetValue(format) != TreeFormat.All[0].Name) throw new UnusableOptionException("--structures goes with --format tree");
            var request = options.Read(parsed, parsed.GetValue(modules)!);
            var schema = request.Compile(console);
            YangModule[] requested = [.. request.Requested(schema)];
            if (parsed.GetValue(structures)) TreeFormat.WriteDiagrams(console.Output, schema, requested, withStructures: true);
            else TreeFormat.All.Single(f => f.Name == parsed.GetValue(format)).Write(console.Output, schema, requested);
            return ExitCode.Ok;
        }));
        return command;
    }
}
