using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Netconf.Client;
using Taiji.Server.NetconfServer;
using Taiji.Server.NetconfServer.Listeners;
using Taiji.Ssh;
using Taiji.Ssh.ClientSide;

namespace Taiji.Server.Tests.Authenticators;

/// <summary>What an authenticator of the host's own can do over SSH: ask for a second factor, and name groups.</summary>
public sealed class SshLoginTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;
    private GuardedStack _stack = null!;
    private ServiceProvider _services = null!;
    private NetconfSshListener _listener = null!;

    public async ValueTask InitializeAsync()
    {
        _stack = await GuardedStack.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(_stack.Operations)
            .AddSingleton<IUserAuthenticator>(new Authentication([new TwoFactors()], TimeProvider.System, NullLogger<Authentication>.Instance))
            .AddNetconfSsh(o =>
            {
                o.EndPoints.Add(new IPEndPoint(IPAddress.Loopback, 0));
                o.HostKeyDirectory = _directory;
            });
        _services = services.BuildServiceProvider();
        _listener = _services.GetRequiredService<NetconfSshListener>();
        await _listener.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _stack.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task OpenSSH_is_asked_for_the_second_factor_after_its_password()
    {
        var (status, output, error) = await SshAsync("password,keyboard-interactive", "4711");
        status.ShouldBe(0, error);
        output.ShouldContain("<session-id>");
        // The rules know the user by the group that the authenticator named.
        output.ShouldContain("<ok/>");
        output.ShouldNotContain("rpc-error");
    }

    [Fact]
    public async Task OpenSSH_is_asked_in_two_rounds_of_keyboard_interactive_authentication()
    {
        var (status, output, error) = await SshAsync("keyboard-interactive", "4711");
        status.ShouldBe(0, error);
        output.ShouldContain("<ok/>");
    }

    [Theory]
    [InlineData("password,keyboard-interactive")]
    [InlineData("keyboard-interactive")]
    [InlineData("password")]
    public async Task The_password_alone_lets_nobody_in(string methods)
    {
        var (status, output, _) = await SshAsync(methods, "0000");
        status.ShouldBe(255);
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_own_client_answers_round_after_round()
    {
        var rounds = new List<string>();
        await using var connection = await SshClientConnection.ConnectAsync(new SshClientOptions
        {
            Host = "127.0.0.1",
            Port = _listener.LocalEndPoints[0].Port,
            User = "stranger",
            HostKeyVerification = SshHostKeyVerification.None,
            AnswerPrompts = (prompts, _) =>
            {
                rounds.Add(string.Join('|', prompts.Select(p => $"{p.Text}{p.Echo}")));
                return ValueTask.FromResult<IReadOnlyList<string>>(prompts.Count == 2 ? ["4711", "x"] : ["pw"]);
            },
        });
        rounds.ShouldBe(["Password: False", "Code: False|Again: True"]);
    }

    /// <summary>Runs OpenSSH's client; it asks a script for what a user would type.</summary>
    private async Task<(int Status, string Output, string Error)> SshAsync(string methods, string code)
    {
        var script = Path.Combine(_directory, "askpass");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\ncase \"$1\" in *Code:*) echo {code};; *Again:*) echo x;; *) echo pw;; esac\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] options =
        [
            "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "GlobalKnownHostsFile=/dev/null", "LogLevel=ERROR", "IdentityAgent=none", "PubkeyAuthentication=no",
            "NumberOfPasswordPrompts=1", $"PreferredAuthentications={methods}",
        ];
        var start = new ProcessStartInfo("ssh", ["-F", "none", "-p", $"{_listener.LocalEndPoints[0].Port}", .. options.SelectMany(o => new[] { "-o", o }), "-s", "stranger@127.0.0.1", "netconf"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["SSH_ASKPASS"] = script;
        start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        start.Environment["DISPLAY"] = ":0";
        using var ssh = Process.Start(start)!;
        var (output, error) = (ssh.StandardOutput.ReadToEndAsync(), ssh.StandardError.ReadToEndAsync());
        const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
        try
        {
            await ssh.StandardInput.WriteAsync(
                $"<hello xmlns='{Base}'><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]>"
                + $"<rpc message-id='1' xmlns='{Base}'><edit-config><target><running/></target><config><x xmlns='urn:t'><y><a>2</a><c>seen</c></y></x></config></edit-config></rpc>]]>]]>"
                + $"<rpc message-id='2' xmlns='{Base}'><close-session/></rpc>]]>]]>");
            ssh.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has given up already.
        }

        await ssh.WaitForExitAsync();
        return (ssh.ExitCode, await output, await error);
    }

    private sealed class TwoFactors : IAuthenticator
    {
        public string Name => "two factors";

        public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => new(facts switch
        {
            { Password: "pw", Answers: [] } => new AuthenticationResult.Challenged([new ChallengePrompt("Code: ", false), new ChallengePrompt("Again: ", true)]),
            { Password: "pw", Answers: ["4711", "x"] } => new AuthenticationResult.Accepted(facts.User!) { Groups = ["all"] },
            _ => new AuthenticationResult.Refused("no"),
        });
    }
}
