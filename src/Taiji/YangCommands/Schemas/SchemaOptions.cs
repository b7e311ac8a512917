using System.CommandLine;

namespace Taiji.YangCommands.Schemas;

/// <summary>The options of every command that needs a schema.</summary>
internal sealed class SchemaOptions
{
    private readonly Option<string[]> _directories = new("--yang", "-p") { Description = "Where modules are looked for, subfolders included.", HelpName = "DIR" };
    private readonly Option<string[]> _features = new("--features", "-F")
    {
        Description = "The features of a module: 'MODULE:' for none, 'MODULE:*' (as if not given) for all.", HelpName = "MODULE:FEAT,...",
    };

    private readonly Option<string[]> _modules = new("--module", "-m") { Description = "Implement this module.", HelpName = "MODULE-OR-FILE", Required = true };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Say which modules the schema has." };

    /// <summary>The argument of a command that works on modules. What looks like an option that doesn't exist is no module.</summary>
    /// <param name="description">The help.</param>
    public static Argument<string[]> ModuleArgument(string description)
    {
        var modules = new Argument<string[]>("MODULE-OR-FILE") { Description = description, Arity = ArgumentArity.OneOrMore };
        modules.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-'))) result.AddError($"Unrecognized option '{token.Value}'.");
        });
        return modules;
    }

    /// <summary>Adds them to a command whose arguments are the modules.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_directories);
        command.Options.Add(_features);
        command.Options.Add(_verbose);
    }

    /// <summary>Adds them, and the option for modules, to a command whose arguments are documents.</summary>
    /// <param name="command">The command.</param>
    public void AddWithModulesTo(Command command)
    {
        AddTo(command);
        command.Options.Add(_modules);
    }

    /// <summary>The request, with the modules of the option.</summary>
    /// <param name="parsed">The command line.</param>
    public SchemaRequest Read(ParseResult parsed) => Read(parsed, parsed.GetValue(_modules) ?? []);

    /// <summary>The request.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="modules">The modules.</param>
    public SchemaRequest Read(ParseResult parsed, string[] modules) => new(
        parsed.GetValue(_directories) ?? [], modules, [.. (parsed.GetValue(_features) ?? []).Select(FeatureChoice.Parse)], parsed.GetValue(_verbose));
}
