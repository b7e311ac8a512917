using FsCheck;
using FsCheck.Fluent;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Commit;

/// <summary>Random concurrent edits against a model that does them one after the other in the order of their sequences.</summary>
public sealed class ConcurrencyTests
{
    private enum Kind
    {
        Set,
        Create,
        Delete,
        Remove,
    }

    [Fact]
    public void Concurrent_edits_are_as_if_made_one_after_the_other()
    {
        var step = from kind in Gen.Elements(Kind.Set, Kind.Create, Kind.Delete, Kind.Remove)
            from key in Gen.Choose(1, 4)
            from value in Gen.Choose(1, 3)
            select new Step(kind, $"{key}", $"v{value}");
        var writers = step.ListOf(12).ListOf(6);
        var failures = Gen.Choose(0, 4);
        Prop.ForAll(Arb.From(writers), Arb.From(failures), (plans, failEvery) => RunAsync([.. plans.Select(p => p.ToList())], failEvery).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static async Task RunAsync(List<List<Step>> plans, int failEvery)
    {
        var appends = 0;
        var journal = new TestJournal();
        if (failEvery > 0)
        {
            journal.OnAppend = _ =>
            {
                if (++appends % (failEvery + 2) == 0) throw new JournalException("injected", isOutOfResources: true);
            };
        }

        await using var server = await TestServer.StartAsync(journal);
        var outcomes = await Task.WhenAll(plans.Select(plan => Task.Run(() => WriteAsync(server, plan))));
        var done = outcomes.SelectMany(o => o).Where(o => o.Result is { } r && !ReferenceEquals(r.Before, r.After)).OrderBy(o => o.Result!.After.Sequence).ToList();

        // Every sequence once, each built on the one before.
        done.Select(o => o.Result!.After.Sequence).ShouldBe(Enumerable.Range(1, done.Count).Select(i => (long)i));
        journal.Records.Count.ShouldBe(done.Count);
        var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (step, result) in done)
        {
            Contents(result!.Before.Tree).ShouldBe(model);
            Apply(model, step).ShouldBeTrue();
            Contents(result.After.Tree).ShouldBe(model);
        }

        Contents(server.Running.Tree).ShouldBe(model);
    }

    private static async Task<List<(Step Step, EditResult? Result)>> WriteAsync(TestServer server, List<Step> plan)
    {
        using var session = server.Open("writer");
        var outcomes = new List<(Step, EditResult?)>();
        foreach (var step in plan)
        {
            try
            {
                outcomes.Add((step, await server.EditAsync(session, step.ToEdit())));
            }
            catch (RpcErrorException e)
            {
                e.Errors.ShouldHaveSingleItem().Tag.ShouldBeOneOf(ErrorTag.DataExists, ErrorTag.DataMissing, ErrorTag.ResourceDenied);
                outcomes.Add((step, null));
            }
        }

        return outcomes;
    }

    private static bool Apply(SortedDictionary<string, string> model, Step step)
    {
        switch (step.Kind)
        {
            case Kind.Set:
                model[step.Key] = step.Value;
                return true;
            case Kind.Create:
                return model.TryAdd(step.Key, step.Value);
            default:
                return model.Remove(step.Key);
        }
    }

    private static SortedDictionary<string, string> Contents(DataTree tree)
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!tree.TryFind(Edits.X, out var x)) return contents;
        foreach (var entry in x.Entries(Edits.Entry("1").Node)) contents[entry.ChildText("a")!] = entry.ChildText("b")!;
        return contents;
    }

    private sealed record Step(Kind Kind, string Key, string Value)
    {
        public Edit ToEdit() => Kind switch
        {
            Kind.Set => Edits.Set(Key, Value),
            Kind.Create => Edits.Create(Key, Value),
            Kind.Delete => Edits.Delete(Key),
            _ => Edits.Remove(Key),
        };
    }
}
