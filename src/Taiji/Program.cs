using System.CommandLine;
using Taiji;
using Taiji.Serve;
using Taiji.YangCommands;

var root = new RootCommand("Taiji: a YANG-driven management plane.") { ServeCommand.Make(), NetconfCommand.Make(), YangCommand.Make() };
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
return parsed.Errors.Count > 0
    ? ExitCode.UnusableOptions(parsed.Errors.Select(e => e.Message))
    : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
