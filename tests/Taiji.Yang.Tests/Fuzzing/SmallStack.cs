using System.Runtime.ExceptionServices;

namespace Taiji.Yang.Tests.Fuzzing;

/// <summary>Runs something with as little stack as threads have anywhere: what recurses without bound dies here first.</summary>
internal static class SmallStack
{
    private const int Bytes = 1 << 20;

    public static void Run(Action action)
    {
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    thrown = ExceptionDispatchInfo.Capture(e);
                }
            },
            Bytes);
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }
}
