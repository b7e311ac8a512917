using System.Globalization;
using BenchmarkDotNet.Running;
using Taiji.Bench;
using Taiji.Bench.AccessControl;
using Taiji.Bench.Clients;
using Taiji.Bench.Commits;
using Taiji.Bench.Compiling;
using Taiji.Bench.JsonRpc;
using Taiji.Bench.Memory;
using Taiji.Bench.Netconf;
using Taiji.Bench.Operational;
using Taiji.Bench.Restconf;
using Taiji.Bench.Subscribing;
using Taiji.Bench.Tree;
using Taiji.Bench.Validation;
using Taiji.Bench.WholeProcess;

// figures [N …]   what docs/performance.md shows: the tree and the whole server at growing numbers of entries
// interfaces [N]  memory of realistic entries
// details         far fields of wide records, large transactions, insertion at one place
// changes [N …]   CPU time and allocations of one change, without and with the journal
// collector [N]   the collector's pauses under write load, with each of its settings
// server [N …]    the whole server only
// writers         durable commits by 1, 8 and 64 writers on disjoint and the same subtrees; kept rollbacks; open transactions
// writers N       N writers for a while, to look at with a profiler
// commits [N …]   durable commits against the disk's own fsync rate
// validation [N …] validation of one change and of everything
// events          notifications: their log beside commits, a thousand listeners, replay
// subscriptions [N] on-change push of one leaf among N; a thousand sessions subscribed to one stream
// fan-out [N M]   the latter only, or N sessions with M events a second
// state [N …]     a list of state from a provider that gives it bit by bit
// encodings [N]   MB/s of XML and JSON, in and out
// access [N]      reading N leaves under 100 access control rules, against reading them without
// compile         published module sets, beside yanglint
// clients [N]     the NETCONF client against a canned server, N idle TLS sessions, beside ncclient
// netconf [N]     the NETCONF server: requests a second, a long reply, sessions; Debian's netconfd beside it
// restconf [N]    RESTCONF beside Kestrel's own rate (needs h2load), PUTs beside the datastore's commits
// puts [N]        the latter only
// allocations [N] what a RESTCONF GET of one entry, a commit and a PUT allocate, by type (needs h2load)
// subscribers [N] N subscribers of one RESTCONF stream (needs N file descriptors)
// jsonrpc [N]     JSON-RPC: get_value beside RESTCONF's GET, comet subscribers, queries (needs h2load)
// pages [N]       pages of a long list over RESTCONF
// anything else   BenchmarkDotNet, with its own arguments (--filter '*')
switch (args.FirstOrDefault())
{
    case "figures":
        DataTreeFigures.Print(Console.Out, Sizes());
        InterfaceFigures.Print(Console.Out, 200_000);
        await ChangeCosts.PrintAsync(Console.Out, Sizes());
        ValidationFigures.Print(Console.Out, Sizes());
        await CommitFigures.PrintAsync(Console.Out, null, Sizes());
        await EventFigures.PrintAsync(Console.Out);
        await StateFigures.PrintAsync(Console.Out, Sizes());
        await ServerFigures.RunAsync(Sizes());
        break;
    case "interfaces":
        InterfaceFigures.Print(Console.Out, Sizes()[^1]);
        break;
    case "details":
        TreeDetailFigures.Print(Console.Out);
        break;
    case "commits":
        await CommitFigures.PrintAsync(Console.Out, null, Sizes());
        break;
    case "writers":
        if (args.Length > 1) await WriterFigures.RunAsync(Console.Out, Sizes()[0]);
        else await WriterFigures.PrintAsync(Console.Out);
        break;
    case "changes":
        await ChangeCosts.PrintAsync(Console.Out, Sizes());
        break;
    case "collector":
        await CollectorFigures.RunAsync(Sizes()[^1]);
        break;
    case "pauses":
        await PauseRun.PrintAsync(Sizes()[^1]);
        break;
    case "server":
        await ServerFigures.RunAsync(Sizes());
        break;
    case "validation":
        ValidationFigures.Print(Console.Out, Sizes());
        break;
    case "events":
        await EventFigures.PrintAsync(Console.Out);
        break;
    case "subscriptions":
        await PushFigures.PrintAsync(Console.Out, Sizes()[^1]);
        await FanOutFigures.PrintAsync(Console.Out);
        break;
    case "fan-out":
        if (args.Length > 2) await FanOutFigures.RunAsync(Console.Out, Sizes()[0], Sizes()[1]);
        else await FanOutFigures.PrintAsync(Console.Out);
        break;
    case "netconf-subscribers":
        FanOutLoad.Run(args[1..]);
        break;
    case "state":
        await StateFigures.PrintAsync(Console.Out, Sizes());
        break;
    case "encodings":
        EncodingFigures.Print(Sizes()[^1]);
        break;
    case "access":
        AccessFigures.Print(Sizes()[^1]);
        break;
    case "compile":
        CompileFigures.Print();
        break;
    case "clients":
        await ClientFigures.RunAsync(args.Length > 1 ? Sizes()[0] : 10_000);
        break;
    case "pages":
        await PageFigures.RunAsync(Sizes()[^1]);
        break;
    case "restconf":
        await RestconfFigures.RunAsync(Sizes()[^1]);
        break;
    case "netconf":
        await NetconfFigures.RunAsync(Sizes()[^1]);
        break;
    case "puts":
        await RestconfFigures.PrintPutsAsync(Sizes()[^1]);
        break;
    case "allocations":
        await RestconfFigures.PrintAllocationsAsync(Sizes()[^1]);
        break;
    case "subscribers":
        await SubscriberFigures.RunAsync(args.Length > 1 ? Sizes()[0] : 10_000);
        break;
    case "restconf-puts":
        PutLoad.Run(Sizes());
        break;
    case "restconf-subscribers":
        await SubscriberLoad.RunAsync(Sizes());
        break;
    case "jsonrpc":
        await JsonRpcFigures.RunAsync(Sizes()[^1]);
        break;
    case "canned-server":
        await CannedServer.RunAsync();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ServerFigures).Assembly).Run(args);
        break;
}

int[] Sizes() => args.Length > 1 ? [.. args.Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture))] : [1_000, 100_000, 1_000_000];
