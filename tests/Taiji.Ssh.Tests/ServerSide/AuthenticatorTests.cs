using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;
using Taiji.Ssh.Tests.Support;

namespace Taiji.Ssh.Tests.ServerSide;

public sealed class AuthenticatorTests
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.Generate(SshKeyKind.Ed25519);

    [Fact]
    public async Task An_answer_may_take_its_time()
    {
        TaskCompletionSource<SshUserRequest> asked = new();
        TaskCompletionSource<bool> answer = new();
        await using SshServer server = await StartAsync(new Authenticator((request, _) =>
        {
            asked.SetResult(request);
            return answer.Task;
        }));

        Task<SshClientConnection> connecting = SshClientConnection.ConnectAsync(Client(server, "wonderland"));
        SshUserRequest request = await asked.Task.Limited();
        connecting.IsCompleted.ShouldBeFalse();
        answer.SetResult(true);
        await using SshClientConnection connection = await connecting.Limited();

        request.User.ShouldBe("alice");
        request.ClientVersion.ShouldStartWith("SSH-2.0-libssh");
        request.RemoteEndPoint.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_grace_time_also_ends_a_wait_for_the_authenticator()
    {
        TaskCompletionSource cancelled = new();
        await using SshServer server = await StartAsync(
            new Authenticator(async (_, ct) =>
            {
                await using CancellationTokenRegistration registration = ct.Register(cancelled.SetResult);
                await cancelled.Task;
                return true;
            }),
            TimeSpan.FromMilliseconds(500));

        await Should.ThrowAsync<SshAuthenticationException>(() => SshClientConnection.ConnectAsync(Client(server, "wonderland")).Limited());

        await cancelled.Task.Limited();
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_the_authenticator()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource<bool> never = new();
        await using SshServer server = await StartAsync(new Authenticator((_, _) =>
        {
            asked.SetResult();
            return never.Task;
        }));
        Task<SshClientConnection> connecting = SshClientConnection.ConnectAsync(Client(server, "wonderland"));
        await asked.Task.Limited();

        await server.StopAsync().Limited();

        await Should.ThrowAsync<SshAuthenticationException>(() => connecting.Limited());
        never.SetResult(true);
    }

    [Fact]
    public async Task An_authenticator_that_throws_refuses_and_is_logged()
    {
        List<SshLogEvent> log = [];
        await using SshServer server = await StartAsync(
            new Authenticator((_, _) => throw new InvalidOperationException("no user database")), log: log);

        await Should.ThrowAsync<SshAuthenticationException>(() => SshClientConnection.ConnectAsync(Client(server, "wonderland")).Limited());
        await server.StopAsync().Limited();

        log.ShouldContain(e => e.Level == SshLogLevel.Error && e.Exception is InvalidOperationException && e.User == "alice");
    }

    [Fact]
    public async Task Several_questions_are_asked_and_all_their_answers_handed_over()
    {
        Authenticator authenticator = new((_, _) => Task.FromResult(false))
        {
            Prompts = [new SshPrompt("Name: ", Echo: true), new SshPrompt("Code: ", Echo: false)],
            Answers = ["Alice", "4711"],
        };
        await using SshServer server = await StartAsync(authenticator);
        SshClientOptions options = new()
        {
            Host = "127.0.0.1",
            Port = server.LocalEndPoint.Port,
            User = "alice",
            HostKeyVerification = SshHostKeyVerification.None,
            AnswerPrompts = (prompts, _) => ValueTask.FromResult<IReadOnlyList<string>>(
                [.. prompts.Select(p => p == new SshPrompt("Name: ", Echo: true) ? "Alice" : "4711")]),
        };

        await using SshClientConnection connection = await SshClientConnection.ConnectAsync(options).Limited();

        connection.Completion.IsCompleted.ShouldBeFalse();
    }

    private static async Task<SshServer> StartAsync(ISshAuthenticator authenticator, TimeSpan? grace = null, List<SshLogEvent>? log = null)
    {
        SshServerOptions options = new()
        {
            HostKeys = [HostKey],
            LoginGraceTime = grace ?? TimeSpan.FromMinutes(1),
            Log = e =>
            {
                lock (HostKey)
                {
                    log?.Add(e);
                }
            },
        };
        SshServer server = new(options, authenticator, TestServer.EchoAsync);
        await server.StartAsync();
        return server;
    }

    private static SshClientOptions Client(SshServer server, string password) => new()
    {
        Host = "127.0.0.1",
        Port = server.LocalEndPoint.Port,
        User = "alice",
        Password = password,
        HostKeyVerification = SshHostKeyVerification.None,
    };

    private sealed class Authenticator(Func<SshUserRequest, CancellationToken, Task<bool>> password) : ISshAuthenticator
    {
        public IReadOnlyList<SshPrompt> Prompts { get; init; } = [new("Password: ", Echo: false)];

        public IReadOnlyList<string> Answers { get; init; } = [];

        public async ValueTask<SshLogin> AuthenticatePasswordAsync(SshUserRequest request, string secret, CancellationToken cancellationToken) =>
            await password(request, cancellationToken);

        public ValueTask<SshLogin> AuthenticatePublicKeyAsync(SshUserRequest request, SshPublicKey key, CancellationToken cancellationToken) =>
            new(false);

        public ValueTask<IReadOnlyList<SshPrompt>> GetPromptsAsync(SshUserRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Prompts);

        public ValueTask<SshLogin> AuthenticateAnswersAsync(
            SshUserRequest request, IReadOnlyList<string> answers, CancellationToken cancellationToken) =>
            new(answers.SequenceEqual(Answers));
    }
}
