using System.CommandLine;
using Taiji.YangCommands;

namespace Taiji.Conformance.YangCommands;

/// <summary>Runs <c>taiji yang …</c>.</summary>
internal static class YangRun
{
    /// <summary>Runs the built command.</summary>
    /// <param name="arguments">What follows <c>taiji yang</c>.</param>
    public static Task<ClientResult> ProcessAsync(params string[] arguments) =>
        Client.RunAsync(Path.Combine(Client.RepositoryRoot, "taiji"), ["yang", .. arguments]);

    /// <summary>Runs the command's code in this process: the same but for the start, for tables with hundreds of rows.</summary>
    /// <param name="arguments">What follows <c>taiji yang</c>.</param>
    public static ClientResult Here(params IEnumerable<string> arguments)
    {
        var parsed = YangCommand.Make().Parse([.. arguments], new ParserConfiguration { ResponseFileTokenReplacer = null });
        parsed.Errors.ShouldBeEmpty();
        using StringWriter output = new(), error = new();
        var status = parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return new ClientResult(status, output.ToString(), error.ToString());
    }
}
