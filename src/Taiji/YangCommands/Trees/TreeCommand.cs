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
        var depth = new Option<int?>("--depth") { Description = "Draw so many levels.", HelpName = "N" };
        var path = new Option<string>("--path") { Description = "Draw the node with this schema path, what is around and below it.", HelpName = "/MODULE:NODE/NODE" };
        format.AcceptOnlyFromAmong([.. TreeFormat.All.Select(f => f.Name)]);
        var command = new Command("tree", "Draw modules as tree diagrams (RFC 8340), or write them in another form.") { modules, format, structures, depth, path };
        options.AddTo(command);
        command.SetAction(parsed => CommandConsole.Run(parsed, console =>
        {
            var chosen = TreeFormat.All.Single(f => f.Name == parsed.GetValue(format));
            Option[] drawing = [structures, depth, path];
            if (chosen != TreeFormat.All[0] && drawing.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } misplaced)
                throw new UnusableOptionException($"{misplaced.Name} goes with --format tree");
            if (parsed.GetValue(depth) is < 1) throw new UnusableOptionException("--depth: a tree has at least one level");
            var scope = new DiagramScope(parsed.GetValue(depth), parsed.GetValue(path) is { } text ? DiagramScope.ParsePath(text) : []);
            var request = options.Read(parsed, parsed.GetValue(modules)!);
            var schema = request.Compile(console);
            YangModule[] requested = [.. request.Requested(schema)];
            if (!scope.LeadsSomewhere(schema)) throw new UnusableOptionException($"--path {parsed.GetValue(path)}: there is no such node");
            if (chosen == TreeFormat.All[0]) TreeFormat.WriteDiagrams(console.Output, schema, requested, scope, parsed.GetValue(structures));
            else chosen.Write(console.Output, schema, requested);
            return ExitCode.Ok;
        }));
        return command;
    }
}
