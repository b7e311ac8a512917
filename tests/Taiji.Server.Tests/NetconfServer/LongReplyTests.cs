using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>Replies that are longer than the server wants to hold, counted in bytes.</summary>
public sealed class LongReplyTests
{
    private const int Threshold = 64 * 1024;
    private const int Entries = 400_000;

    [Theory]
    [InlineData("<get-config><source><running/></source></get-config>")]
    [InlineData("<get><filter><x xmlns='urn:t'><y/></x></filter></get>")]
    [InlineData("<get-config><source><running/></source><filter type='xpath' xmlns:t='urn:t' select='/t:x'/></get-config>")]
    public async Task No_more_of_a_long_reply_is_written_than_its_reader_takes(string operation)
    {
        await using var stack = await TestStack.StartAsync(datastores: new DatastoreOptions { Startup = Content() });
        var (up, down) = (new Pipe(), new Pipe(new PipeOptions(pauseWriterThreshold: Threshold, resumeWriterThreshold: Threshold / 2, useSynchronizationContext: false)));
        var output = new CountingWriter(down.Writer);
        using var stop = new CancellationTokenSource();
        var serving = stack.Endpoint.ServeAsync(new End(up.Reader, output), new SessionIdentity("alice", "test"), stop.Token);
        const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
        await up.Writer.WriteAsync(Encoding.UTF8.GetBytes(
            $"<hello xmlns='{Base}'><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]><rpc xmlns='{Base}' message-id='1'>{operation}</rpc>]]>]]>"));
        long taken = 0, most = 0;
        var ends = 0;
        while (ends < 2)
        {
            var read = await down.Reader.ReadAsync();
            ends += Ends(read.Buffer);
            most = Math.Max(most, output.Written - taken);
            taken += read.Buffer.Length;
            down.Reader.AdvanceTo(read.Buffer.End);
        }

        taken.ShouldBeGreaterThan(10_000_000);
        most.ShouldBeLessThan(4 * Threshold);
        await stop.CancelAsync();
        await serving;
    }

    // A delimiter is flushed in one piece, so that one read shows it.
    private static int Ends(in ReadOnlySequence<byte> bytes) => Encoding.ASCII.GetString(bytes).Split("]]>]]>").Length - 1;

    private static DataTree Content()
    {
        var schema = TestStack.Schema;
        var list = (ListNode)((InnerNode)TestStack.Node("x")).FindChild(schema.FindModule("t")!, "y")!;
        var builder = new DataTreeBuilder(schema);
        builder.OpenContainer((ContainerNode)list.Parent!);
        Span<byte> key = stackalloc byte[4];
        for (var i = 0; i < Entries; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(key, (uint)i ^ 0x80000000);
            builder.OpenEntry(list);
            builder.AddLeaf(list.Keys[0], key);
            builder.AddLeaf((LeafNode)list.FindChild(list.Module, "b")!, Encoding.UTF8.GetBytes("value-" + i.ToString(CultureInfo.InvariantCulture)));
            builder.Close();
        }

        builder.Close();
        return builder.Seal();
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class CountingWriter(PipeWriter inner) : PipeWriter
    {
        private long _written;

        public long Written => Volatile.Read(ref _written);

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            Interlocked.Add(ref _written, bytes);
            inner.Advance(bytes);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }
}
