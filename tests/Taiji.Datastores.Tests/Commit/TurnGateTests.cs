using Taiji.Datastores.Commit;

namespace Taiji.Datastores.Tests.Commit;

public sealed class TurnGateTests : IDisposable
{
    private const int Many = 200;

    private readonly ManualResetEventSlim _inside = new(), _go = new();
    private int _helped;

    public void Dispose()
    {
        _inside.Dispose();
        _go.Dispose();
    }

    [Fact]
    public async Task What_waits_is_taken_for_its_callers_in_the_order_of_arrival()
    {
        var gate = Gate();
        var first = EnterAndWait(gate);
        var order = new List<int>();
        var waiting = Enumerable.Range(0, Many).Select(i => new Doing(() => order.Add(i))).ToList();
        foreach (var turn in waiting) gate.TryTake(turn).ShouldBeFalse();
        order.ShouldBeEmpty();
        _go.Set();
        (await first).ShouldBeTrue();
        foreach (var turn in waiting) await turn.TakenAsync(CancellationToken.None);
        order.ShouldBe(Enumerable.Range(0, Many));
        // What comes of them goes on long before the last.
        Volatile.Read(ref _helped).ShouldBeGreaterThan(Many / 32);
        gate.TryTake(new Doing(() => { })).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_is_given_up_is_passed_over_and_one_that_has_begun_is_waited_for()
    {
        var gate = Gate();
        var first = EnterAndWait(gate);
        using var givesUp = new CancellationTokenSource();
        using var tooLate = new CancellationTokenSource();
        var taken = new List<string>();
        var givenUp = new Doing(() => taken.Add("given up"));
        // Its caller gives up while it is at it.
        var begun = new Doing(() =>
        {
            tooLate.Cancel();
            taken.Add("begun");
        });
        gate.TryTake(givenUp).ShouldBeFalse();
        gate.TryTake(begun).ShouldBeFalse();
        var cancelled = givenUp.TakenAsync(givesUp.Token);
        var waited = begun.TakenAsync(tooLate.Token);
        await givesUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        _go.Set();
        await first;
        await waited;
        taken.ShouldBe(["begun"]);
    }

    [Fact]
    public async Task A_turn_that_lasts_keeps_the_others_out_until_it_ends()
    {
        var gate = Gate();
        await gate.EnterAsync();
        var taken = false;
        var waiting = new Doing(() => taken = true);
        gate.TryTake(waiting).ShouldBeFalse();
        var next = gate.EnterAsync();
        taken.ShouldBeFalse();
        gate.Leave();
        await waiting.TakenAsync(CancellationToken.None);
        await next;
        gate.TryTake(new Doing(() => { })).ShouldBeFalse();
        gate.Leave();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_for_a_turn_that_lasts_holds_up_nobody()
    {
        var gate = Gate();
        await gate.EnterAsync();
        using var givesUp = new CancellationTokenSource();
        var given = gate.EnterAsync(givesUp.Token);
        var next = new Doing(() => { });
        gate.TryTake(next).ShouldBeFalse();
        await givesUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);
        gate.Leave();
        await next.TakenAsync(CancellationToken.None);
    }

    private TurnGate Gate() => new(() => Interlocked.Increment(ref _helped));

    private Task<bool> EnterAndWait(TurnGate gate)
    {
        var first = Task.Run(() => gate.TryTake(new Doing(() =>
        {
            _inside.Set();
            _go.Wait();
        })));
        _inside.Wait();
        return first;
    }

    private sealed class Doing(Action action) : Turn
    {
        protected override bool IsDone => true;

        public override void Take() => action();
    }
}
