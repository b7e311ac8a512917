using System.CommandLine;
using Taiji.Yang.Diagnostics;
using Taiji.YangCommands.Schemas;

namespace Taiji.YangCommands;

/// <summary>Where a command writes: results on <paramref name="Output"/>, everything said about the input on <paramref name="Error"/>.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandConsole(TextWriter Output, TextWriter Error)
{
    /// <summary>Runs a command, and turns what it throws into lines and an exit status.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="run">The command; gives the exit status.</param>
    public static int Run(ParseResult parsed, Func<CommandConsole, int> run)
    {
        var console = new CommandConsole(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            return run(console);
        }
        catch (UnusableOptionException e)
        {
            console.Error.WriteLine("taiji: " + e.Message);
            return ExitCode.BadOptions;
        }
        catch (InvalidSchemaException e)
        {
            console.Write(e.Diagnostics);
            return ExitCode.Failed;
        }
        catch (IOException e)
        {
            console.Error.WriteLine("taiji: " + e.Message);
            return ExitCode.BadOptions;
        }
        catch (RpcErrorException e)
        {
            return console.Report(e.Errors);
        }
    }

    /// <summary>Writes diagnostics, a line each.</summary>
    /// <param name="diagnostics">The diagnostics.</param>
    public void Write(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics) Error.WriteLine(diagnostic);
    }

    /// <summary>Writes errors in data, a line each: <c>[file:line:column: ]error-tag [error-app-tag] instance-path: message</c>.</summary>
    /// <param name="errors">The errors.</param>
    /// <returns>The exit status.</returns>
    public int Report(IReadOnlyList<RpcError> errors)
    {
        foreach (var error in errors) Error.WriteLine(error.Location is { } at ? $"{at}: {error}" : error.ToString());
        return errors.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
