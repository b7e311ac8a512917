using System.Net.Sockets;
using System.Text;

namespace Taiji.Conformance.Ssh;

/// <summary>Limits of the login, each set short by its option.</summary>
public sealed class LoginLimitTests(LoginLimitTests.StrictServer server) : IClassFixture<LoginLimitTests.StrictServer>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SshClient _ssh = new(server.Taiji);

    [Fact]
    public async Task Too_many_wrong_passwords_close_the_connection()
    {
        var result = await _ssh.RunAsync(RawNetconf.Hello("1.0"), password: "wrong", options: ["NumberOfPasswordPrompts=20", "PreferredAuthentications=password"]);
        result.Status.ShouldBe(255);
        _ssh.TimesAsked.ShouldBeInRange(2, 3);
        (await LoginAsync()).ShouldContain("<ok/>");
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-slow\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task Who_does_not_log_in_within_the_grace_time_is_disconnected(string sent)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", server.Taiji.SshPort);
        await socket.SendAsync(Encoding.ASCII.GetBytes(sent), SocketFlags.None);
        using var timer = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, SocketFlags.None, timer.Token) > 0) buffer.AsSpan().Clear();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed with our bytes unread.
        }

        timer.IsCancellationRequested.ShouldBeFalse();
        (await LoginAsync()).ShouldContain("<ok/>");
    }

    [Fact]
    public async Task More_sessions_than_the_limit_are_turned_away_and_room_is_made_when_one_ends()
    {
        var open = new List<RawConnection>();
        for (var i = 0; i < 4; i++) open.Add(await RawConnection.OpenSessionAsync(server.Taiji, "1.0"));
        await using (var oneMore = await RawConnection.OpenAsync(server.Taiji)) (await oneMore.ReadToEndAsync()).ShouldNotContain("<hello");
        foreach (var connection in open)
        {
            await connection.SendAsync(RawNetconf.Rpc("<close-session/>") + RawNetconf.End);
            (await connection.ReadToEndAsync()).ShouldContain("<ok/>");
            await connection.DisposeAsync();
        }

        (await LoginAsync()).ShouldContain("<ok/>");
    }

    public void Dispose() => _ssh.Dispose();

    private async Task<string> LoginAsync() =>
        (await _ssh.RunAsync(RawNetconf.Hello("1.0") + RawNetconf.Rpc("<close-session/>") + RawNetconf.End)).Succeeded;

    /// <summary>A server with short limits.</summary>
    public sealed class StrictServer : ServerFixture
    {
        protected override string[] Options => ["--login-attempts", "2", "--login-grace-time", "5", "--max-sessions", "4"];
    }
}
