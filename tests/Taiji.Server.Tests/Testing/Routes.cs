using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Testing;
using Taiji.Yang.Data;

namespace Taiji.Server.Tests.Testing;

/// <summary>A long list of state that comes bit by bit.</summary>
public sealed class Routes : IStateStream
{
    public const string Module = """
        module acme-routes {
          yang-version 1.1;
          namespace "urn:acme:routes";
          prefix r;
          container routes {
            config false;
            leaf family { type string; }
            list route {
              key id;
              leaf id { type uint32; }
              leaf to { type string; }
              leaf metric { type uint32; default 10; }
              list hop { key n; leaf n { type uint8; } leaf by { type string; } }
            }
            leaf total { type uint32; }
          }
          container limits { leaf most { type uint32; } }
        }
        """;

    public const int BitSize = 100;

    public bool IsInKeyOrder { get; set; } = true;

    public int Count { get; set; } = 1_050;

    /// <summary>Called before each bit, with how many entries came before.</summary>
    public Func<int, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The number that stands for one; to break the order.</summary>
    public Func<int, int> Numbered { get; set; } = static i => i;

    public int Given { get; private set; }

    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<TaijiTestServer> StartAsync(string directory, Action<TaijiBuilder>? configure = null)
    {
        await File.WriteAllTextAsync(Path.Combine(directory, "acme-routes.yang"), Module);
        return await TaijiTestServer.StartAsync(b =>
        {
            b.AddModules(directory).AddModule("acme-routes").AddStateStream<Routes>("/acme-routes:routes/route").AddStateProvider<Summary>("/acme-routes:routes/total");
            configure?.Invoke(b);
        });
    }

    public static Routes Of(TaijiTestServer server) => server.Services.GetRequiredService<Routes>();

    public async IAsyncEnumerable<DataTree> ProvideAsync(StateContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = new DataPath(context.Running.Schema).Child("acme-routes:routes").Child("route");
        var wanted = context.EntriesOf(list)?.Select(e => int.Parse(e.ToString().Split('\'')[1], null)) ?? Enumerable.Range(0, Count);
        try
        {
            foreach (var bit in wanted.Chunk(BitSize))
            {
                await Before(Given);
                cancellationToken.ThrowIfCancellationRequested();
                var editor = DataTree.Empty(context.Running.Schema).Edit();
                foreach (var i in bit) Write(editor, new DataPath(context.Running.Schema).Child("acme-routes:routes").Entry("route", $"{Numbered(i)}"), i);
                Given += bit.Length;
                yield return editor.Seal();
            }
        }
        finally
        {
            Left.TrySetResult();
        }
    }

    private static void Write(DataTreeEditor editor, DataPath route, int i)
    {
        editor.SetText(route.Child("to"), $"10.{i / 250}.{i % 250}.0/24");
        if (i % 3 == 0) editor.SetText(route.Child("metric"), $"{i % 20}");
        if (i % 4 == 0) editor.SetText(route.Entry("hop", "1").Child("by"), "<here & there>");
    }
}

/// <summary>What stands beside the list.</summary>
public sealed class Summary : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        state.SetText(new DataPath(context.Running.Schema).Child("acme-routes:routes").Child("total"), "7");
        return ValueTask.CompletedTask;
    }
}
