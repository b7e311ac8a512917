using Taiji.Datastores.Hosting;
using Taiji.Datastores.Tests.Support;
using Taiji.Datastores.Transactions;

namespace Taiji.Datastores.Tests.Operational;

/// <summary>What transactions take that are open while running goes on: what they and the commits between them changed, not a copy of what they see.</summary>
[Collection(nameof(StreamMemoryTests))]
public sealed class OpenTransactionMemoryTests
{
    private const int Transactions = 1_000;
    private const int Entries = 20_000;

    // A copy of what each sees would be 400 KB.
    private const long MostEach = 16 << 10;

    [Fact]
    public async Task A_thousand_open_transactions_each_on_another_running_take_some_kilobytes_each()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync([.. Enumerable.Range(0, Entries).Select(i => Edits.Set($"{i}", $"value {i}"))]);
        var open = new List<ConfigurationTransaction>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Transactions; i++)
        {
            var transaction = server.Operations.Begin(server.Alice);
            transaction.Edit(Edits.Set($"{i * 17 % Entries}", "mine"));
            open.Add(transaction);
            await server.EditAsync(Edits.Set($"{((i * 31) + 7) % Entries}", $"{i}"));
        }

        ((GC.GetTotalMemory(forceFullCollection: true) - before) / Transactions).ShouldBeLessThan(MostEach);
        open.Select(t => t.Content).Distinct().Count().ShouldBe(Transactions);
    }
}
