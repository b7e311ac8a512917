using System.Numerics;

namespace Taiji.Server.Tests.Histories;

/// <summary>
/// Whether the operations of a history can have happened one by one, each at some moment between its call and its answer (Wing and Gong's search; what was tried is remembered, as Lowe
/// does). Registers are independent of each other: each is looked at alone.
/// </summary>
internal static class LinearizabilityCheck
{
    /// <summary>The registers whose operations can't.</summary>
    /// <param name="history">All operations.</param>
    public static IReadOnlyList<int> Violations(IEnumerable<RegisterOperation> history) =>
        [.. history.GroupBy(o => o.Register).Where(g => !CanBe([.. g.OrderBy(o => o.Invoked)])).Select(g => g.Key)];

    private static bool CanBe(RegisterOperation[] operations)
    {
        var answered = BigInteger.Zero;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].IsAnswered) answered |= BigInteger.One << i;
        }

        var seen = new HashSet<(BigInteger Done, int? State)>();
        var open = new Stack<(BigInteger Done, int? State)>();
        open.Push((BigInteger.Zero, null));
        while (open.TryPop(out var at))
        {
            if ((at.Done & answered) == answered) return true;
            if (!seen.Add(at)) continue;
            // Nothing that was asked for after another one's answer comes before it.
            var firstAnswer = long.MaxValue;
            for (var i = 0; i < operations.Length; i++)
            {
                if (IsLeft(at.Done, i)) firstAnswer = Math.Min(firstAnswer, operations[i].Returned);
            }

            for (var i = operations.Length - 1; i >= 0; i--)
            {
                if (!IsLeft(at.Done, i) || operations[i].Invoked > firstAnswer) continue;
                var (canBe, after) = operations[i].On(at.State);
                if (canBe) open.Push((at.Done | (BigInteger.One << i), after));
            }
        }

        return false;
    }

    private static bool IsLeft(BigInteger done, int index) => (done & (BigInteger.One << index)).IsZero;
}
