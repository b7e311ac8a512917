using System.CommandLine;
using Taiji.Netconf.Client;

namespace Taiji.NetconfConsole;

/// <summary><c>taiji netconf-console</c>: NETCONF for people, with any vendor's device.</summary>
internal static class NetconfConsoleCommand
{
    public static Command Make() => new("netconf-console", "Speak NETCONF with a device: read, edit, call, listen.")
    {
        MakeGet(), MakeGetConfig(), MakeEditConfig(), MakeRpc(), MakeSubscribe(), MakeCapabilities(),
    };

    private static Command MakeGet()
    {
        var filter = new FilterOptions();
        return Make(filter.AddTo(new Command("get", "Read configuration and state.")), async (client, printer, parsed, cancel) =>
            await printer.PrintAsync($"<get>{filter.Read(parsed)}</get>", cancel));
    }

    private static Command MakeGetConfig()
    {
        var filter = new FilterOptions();
        var source = new Option<string>("--source") { Description = "The datastore (default running).", HelpName = "NAME", DefaultValueFactory = _ => "running" };
        var command = filter.AddTo(new Command("get-config", "Read configuration.") { source });
        return Make(command, async (client, printer, parsed, cancel) =>
            await printer.PrintAsync($"<get-config><source><{Name(parsed.GetValue(source)!)}/></source>{filter.Read(parsed)}</get-config>", cancel));
    }

    private static Command MakeEditConfig()
    {
        var file = new Argument<string>("FILE") { Description = "What stands in config, or a whole config element; - for standard input." };
        var target = new Option<string?>("--target") { Description = "The datastore (default candidate where the device has one, and then it is committed; else running).", HelpName = "NAME" };
        var operation = new Option<string?>("--default-operation") { Description = "merge, replace or none.", HelpName = "NAME" };
        var test = new Option<string?>("--test-option") { Description = "test-then-set, set or test-only.", HelpName = "NAME" };
        var error = new Option<string?>("--error-option") { Description = "stop-on-error, continue-on-error or rollback-on-error.", HelpName = "NAME" };
        return Make(new Command("edit-config", "Change configuration.") { file, target, operation, test, error }, async (client, _, parsed, cancel) =>
        {
            var config = ConfigText.Unwrap(ConfigText.Read(parsed.GetValue(file)!));
            var commits = parsed.GetValue(target) is null && client.ServerCapabilities.Has(Netconf.Capabilities.CapabilityUris.Candidate);
            var where = parsed.GetValue(target) ?? (commits ? "candidate" : "running");
            await client.EditConfigAsync(where, config, parsed.GetValue(operation), parsed.GetValue(test), parsed.GetValue(error), cancel);
            if (commits) await client.CommitAsync(cancellationToken: cancel);
            await parsed.InvocationConfiguration.Output.WriteLineAsync("ok");
        });
    }

    private static Command MakeRpc()
    {
        var file = new Argument<string>("FILE") { Description = "The operation's element; - for standard input." };
        return Make(new Command("rpc", "Send any operation.") { file }, async (_, printer, parsed, cancel) => await printer.PrintAsync(ConfigText.Read(parsed.GetValue(file)!), cancel));
    }

    private static Command MakeSubscribe()
    {
        var stream = new Option<string?>("--stream") { Description = "The stream (default the device's).", HelpName = "NAME" };
        var count = new Option<int>("--count") { Description = "End after so many notifications (default never).", HelpName = "N", DefaultValueFactory = _ => int.MaxValue };
        return Make(new Command("subscribe", "Listen to notifications until Ctrl-C.") { stream, count }, async (client, printer, parsed, cancel) =>
        {
            await client.CreateSubscriptionAsync(parsed.GetValue(stream), cancellationToken: cancel);
            await Console.Error.WriteLineAsync("taiji: listening");
            var left = parsed.GetValue(count);
            await foreach (var notification in client.ReadNotificationsAsync(cancel))
            {
                printer.Print(notification);
                if (--left <= 0) break;
            }
        });
    }

    private static Command MakeCapabilities() => Make(new Command("capabilities", "Show what the device can do."), async (client, _, parsed, _) =>
    {
        foreach (var capability in client.ServerCapabilities) await parsed.InvocationConfiguration.Output.WriteLineAsync(capability.Text);
    });

    private static Command Make(Command command, Func<NetconfClient, ReplyPrinter, ParseResult, CancellationToken, Task> work)
    {
        var options = new ConsoleOptions();
        options.AddTo(command);
        command.SetAction((parsed, cancel) => new ConsoleSession(options, parsed).RunAsync((client, printer) => work(client, printer, parsed, cancel), cancel));
        return command;
    }

    private static string Name(string text) =>
        System.Xml.XmlReader.IsName(text) ? text : throw new FormatException($"\"{text}\" is no datastore's name.");
}
