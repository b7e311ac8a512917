using System.CommandLine;

namespace Taiji.Serve;

/// <summary><c>taiji serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var command = new Command("serve", "Serve the datastores over NETCONF and RESTCONF. Options also as TAIJI_NAME in the environment and in a JSON file.");
        var config = new Option<string?>("--config") { Description = "The JSON file with options (default taiji.json, if it is there).", HelpName = "FILE" };
        command.Options.Add(config);
        var options = ServeOptionTable.All.ToDictionary(o => o, ServeOptionTable.Make);
        foreach (var option in options.Values) command.Options.Add(option);
        command.SetAction((parsed, stop) =>
        {
            var values = new ServeOptionValues();
            foreach (var (entry, option) in options) values.AddCommandLine(entry, Values(parsed, option));
            values.AddEnvironment(Environment.GetEnvironmentVariables());
            var file = parsed.GetValue(config) ?? (File.Exists("taiji.json") ? "taiji.json" : null);
            if (file is not null) values.AddFile(file);
            var read = new ServeOptionsReader(values).Read();
            if (values.Errors.Count == 0 && RunAs.Apply(read) is { } problem) values.Errors.Add(problem);
            return values.Errors.Count > 0 ? Task.FromResult(ExitCode.UnusableOptions(values.Errors)) : ServeHost.RunAsync(read, stop);
        });
        return command;
    }

    private static string[] Values(ParseResult parsed, Option option) => option switch
    {
        Option<bool> flag => parsed.GetValue(flag) ? ["true"] : [],
        Option<string[]> list => parsed.GetValue(list) ?? [],
        _ => [],
    };
}
