namespace Taiji.Server.Tests.Histories;

/// <summary>The check itself: it finds what is wrong, and nothing in what is right.</summary>
public sealed class LinearizabilityCheckTests
{
    private const long Never = long.MaxValue;

    public static TheoryData<string, bool, RegisterOperation[]> Histories => new()
    {
        { "one after the other", true, [Write(1, 0, 1), Read(1, 2, 3), Write(2, 4, 5), Read(2, 6, 7)] },
        { "a stale read", false, [Write(1, 0, 1), Write(2, 2, 3), Read(1, 4, 5)] },
        { "a read of either during a write", true, [Write(1, 0, 1), Write(2, 2, 9), Read(1, 3, 4), Read(2, 5, 6)] },
        { "a read that goes back during a write", false, [Write(1, 0, 1), Write(2, 2, 9), Read(2, 3, 4), Read(1, 5, 6)] },
        { "a value that nobody wrote", false, [Write(1, 0, 1), Read(7, 2, 3)] },
        { "a lost write", false, [Write(1, 0, 1), Read(null, 2, 3)] },
        { "two that set the same one", false, [Write(1, 0, 1), Set(1, 2, 2, 9), Set(1, 3, 2, 9)] },
        { "two that set one after the other", true, [Write(1, 0, 1), Set(1, 2, 2, 9), Set(2, 3, 2, 9)] },
        { "a lost update", false, [Write(1, 0, 1), Set(1, 2, 2, 3), Set(1, 3, 4, 5), Read(3, 6, 7)] },
        { "two that created it", false, [Set(null, 1, 0, 9), Set(null, 2, 0, 9)] },
        { "a creation refused while there was none", false, [new(0, RegisterAction.RefusedCreate, null, null, 0, 1), Set(null, 1, 2, 3)] },
        { "a creation refused for another at the same time", true, [new(0, RegisterAction.RefusedCreate, null, null, 0, 9), Set(null, 1, 2, 3)] },
        { "taken away twice", false, [Set(null, 1, 0, 1), new(0, RegisterAction.Delete, null, null, 2, 9), new(0, RegisterAction.Delete, null, null, 2, 9)] },
        { "no answer, and it happened", true, [Write(1, 0, Never), Read(null, 1, 2), Read(1, 3, 4)] },
        { "no answer, and it did not", true, [Write(1, 0, Never), Read(null, 1, 2)] },
        { "no answer, and half of it", false, [Write(1, 0, Never), Read(1, 1, 2), Read(null, 3, 4)] },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void It_tells_what_can_be_from_what_can_not(string name, bool canBe, RegisterOperation[] history) =>
        LinearizabilityCheck.Violations(history).ShouldBe(canBe ? [] : [0], name);

    [Fact]
    public void Registers_are_looked_at_one_by_one() =>
        LinearizabilityCheck.Violations([Write(1, 0, 1), Read(1, 2, 3), Write(5, 0, 1) with { Register = 3 }, Read(6, 2, 3) with { Register = 3 }]).ShouldBe([3]);

    private static RegisterOperation Write(int value, long from, long to) => new(0, RegisterAction.Write, null, value, from, to);

    private static RegisterOperation Read(int? value, long from, long to) => new(0, RegisterAction.Read, null, value, from, to);

    private static RegisterOperation Set(int? expected, int value, long from, long to) => new(0, RegisterAction.CompareAndSet, expected, value, from, to);
}
