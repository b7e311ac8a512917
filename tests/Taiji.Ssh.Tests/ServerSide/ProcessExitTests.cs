using System.Diagnostics;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ServerSide;

public sealed class ProcessExitTests
{
    [Theory]
    [InlineData(Program.Stop)]
    [InlineData(Program.Abrupt)]
    public async Task A_process_with_busy_sessions_exits_cleanly(string how)
    {
        ProcessStartInfo start = new("dotnet", [typeof(Program).Assembly.Location, Program.ExitArgument, how])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();

        await process.WaitForExitAsync().Limited();

        process.ExitCode.ShouldBe(0, await errors);
    }
}
