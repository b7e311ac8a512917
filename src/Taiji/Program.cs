using System.CommandLine;
using System.Text;
using Taiji;
using Taiji.NetconfConsole;
using Taiji.NetconfScripts;
using Taiji.Serve;
using Taiji.YangCommands;

// Before all else: a server that is told to end while it starts ends in order too.
using var stop = args is ["serve", ..] ? new StopSignals() : null;
var root = new RootCommand("Taiji: a YANG-driven management plane.")
{
    ServeCommand.Make(), NetconfCommand.Make(), CallHomeCommand.Make(), NetconfConsoleCommand.Make(), YangCommand.Make(),
};
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0) return ExitCode.UnusableOptions(parsed.Errors.Select(e => e.Message));

// The console's own writer hands over every line by itself; a command that writes a document has millions.
await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024);
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
if (args is ["yang" or "netconf-console", ..]) invocation.Output = output;
// A server takes the time it needs to end: the parser's own handler would cut it off after two seconds.
if (stop is not null) invocation.ProcessTerminationTimeout = null;
return await parsed.InvokeAsync(invocation, stop?.Asked ?? CancellationToken.None);
