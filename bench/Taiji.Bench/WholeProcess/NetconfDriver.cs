using System.IO.Pipelines;
using System.Net.Sockets;
using Taiji.Netconf.Client;

namespace Taiji.Bench.WholeProcess;

/// <summary>A NETCONF session over the server's Unix socket.</summary>
internal sealed class NetconfDriver : IAsyncDisposable, IDuplexPipe
{
    private readonly NetworkStream _stream;
    private NetconfClient _client = null!;

    private NetconfDriver(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        Input = PipeReader.Create(_stream);
        Output = PipeWriter.Create(_stream);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public static async Task<NetconfDriver> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var driver = new NetconfDriver(socket);
        driver._client = await NetconfClient.ConnectAsync(driver);
        return driver;
    }

    public async Task EditAsync(string target, string config) => await _client.EditConfigAsync(target, config);

    public async Task CommitAsync() => await _client.RpcAsync("<commit/>");

    public async Task GetAsync(string filter) => await _client.GetConfigAsync("running", filter);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _stream.DisposeAsync();
    }
}
