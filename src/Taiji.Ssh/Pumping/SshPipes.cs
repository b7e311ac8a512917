using System.IO.Pipelines;

namespace Taiji.Ssh.Pumping;

/// <summary>How much the pipes between a channel and its application hold before the writer waits.</summary>
internal static class SshPipes
{
    private const int PauseThreshold = 512 * 1024;
    private const int ResumeThreshold = 256 * 1024;
    private const int SegmentSize = 16 * 1024;

    /// <summary>Options with the application on the pool's side and the session's actor, which only gets scheduled, inline.</summary>
    public static PipeOptions Options(PipeScheduler readerScheduler, PipeScheduler writerScheduler) => new(
        readerScheduler: readerScheduler, writerScheduler: writerScheduler,
        pauseWriterThreshold: PauseThreshold, resumeWriterThreshold: ResumeThreshold,
        minimumSegmentSize: SegmentSize, useSynchronizationContext: false);
}
