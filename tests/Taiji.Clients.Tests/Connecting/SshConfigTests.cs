using Taiji.Clients.Connecting;
using Taiji.Clients.Tests.Support;
using Taiji.Ssh.ClientSide;

namespace Taiji.Clients.Tests.Connecting;

public sealed class SshConfigTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_first_value_of_the_sections_that_match_counts()
    {
        var file = _directory.File("config", """
            # routers
            Host router-* !router-9
                HostName %h.example.net
                Port 8300
                User=netops
            Host *
                User nobody
                ConnectTimeout 7
                ServerAliveInterval 15
                StrictHostKeyChecking accept-new
            """);
        var target = SshTarget.FromConfig("router-1", file);
        (target.Host, target.Port, target.User).ShouldBe(("router-1.example.net", 8300, "netops"));
        target.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(7));
        target.KeepAlive.ShouldBe(TimeSpan.FromSeconds(15));
        target.HostKeyVerification.ShouldBe(SshHostKeyVerification.AcceptNew);
        var excluded = SshTarget.FromConfig("router-9", file);
        (excluded.Host, excluded.Port, excluded.User).ShouldBe(("router-9", 830, "nobody"));
    }

    [Fact]
    public void Match_looks_at_host_user_and_original_host()
    {
        var file = _directory.File("config", """
            Match originalhost a host *.net user "special user"
                Port 1
            Match host b.net
                Port 2
            Match !host c all
                Port 3
            Match exec "true"
                Port 4
            Host a
                HostName a.net
            """);
        Port("b.net").ShouldBe(2);
        Port("c").ShouldBe(null);
        Port("d").ShouldBe(3);
        SshConfig.Load("a", _directory.File("second", "Host a\n HostName a.net\nMatch originalhost a host *.net user \"special user\"\n Port 1"), "special user").Port.ShouldBe(1);

        int? Port(string host) => SshConfig.Load(host, file).Port;
    }

    [Fact]
    public void Other_files_are_included_where_the_section_applies()
    {
        _directory.File("conf.d/1.conf", "Host inside\n Port 11\n");
        _directory.File("conf.d/2.conf", "Host inside\n Port 12\n User second\n");
        var file = _directory.File("config", "Include conf.d/*.conf\nHost other\n Include conf.d/2.conf\nHost inside\n User late\n");
        var config = SshConfig.Load("inside", file);
        (config.Port, config.User).ShouldBe((11, "second"));
    }

    [Fact]
    public void A_file_that_includes_itself_is_refused()
    {
        var file = _directory.File("config", "Include config\n");
        Should.Throw<FormatException>(() => SshConfig.Load("x", file)).Message.ShouldContain("deeper than 16");
    }

    [Fact]
    public void A_fault_tells_its_place()
    {
        var file = _directory.File("config", "\nHost \"x\n");
        Should.Throw<FormatException>(() => SshConfig.Load("x", file)).Message.ShouldContain("isn't closed");
        var empty = _directory.File("empty", "User\n");
        Should.Throw<FormatException>(() => SshConfig.Load("x", empty)).Message.ShouldBe($"{empty} line 1: user has no value.");
    }

    [Fact]
    public void Jump_hosts_come_one_behind_the_other()
    {
        var file = _directory.File("config", """
            Host device
                ProxyJump ops@first:2222,second
            Host second
                HostName 192.0.2.2
                User two
            """);
        var target = SshTarget.FromConfig("device", file);
        var second = target.Jump.ShouldNotBeNull();
        (second.Host, second.Port, second.User).ShouldBe(("192.0.2.2", 22, "two"));
        var first = second.Jump.ShouldNotBeNull();
        (first.Host, first.Port, first.User).ShouldBe(("first", 2222, "ops"));
        first.Jump.ShouldBeNull();
    }

    [Fact]
    public void Jump_hosts_in_a_circle_are_refused()
    {
        var file = _directory.File("config", "Host a\n ProxyJump b\nHost b\n ProxyJump a\n");
        Should.Throw<FormatException>(() => SshTarget.FromConfig("a", file)).Message.ShouldContain("more than 8 hosts");
    }

    [Fact]
    public void Of_proxy_jump_and_proxy_command_the_first_counts_and_none_is_none()
    {
        var file = _directory.File("config", "Host a\n ProxyCommand nc %h %p # 100%%\n ProxyJump j\nHost b\n ProxyJump none\n ProxyCommand nc x\n");
        var a = SshConfig.Load("a", file);
        (a.ProxyCommand, a.ProxyJump.Count).ShouldBe(("nc a 22 # 100%", 0));
        var b = SshConfig.Load("b", file);
        (b.ProxyCommand, b.ProxyJump.Count).ShouldBe((null, 0));
    }

    [Fact]
    public async Task An_identity_file_is_loaded_and_one_with_a_passphrase_is_asked_for()
    {
        var key = Taiji.Ssh.Keys.SshPrivateKey.Generate(Taiji.Ssh.Keys.SshKeyKind.Ed25519);
        var plain = _directory.File("plain", key.ToPem());
        var secret = _directory.File("secret");
        var made = System.Diagnostics.Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "open sesame", "-f", secret]);
        await made.WaitForExitAsync();
        var file = _directory.File("config", $"IdentityFile {plain}\nIdentityFile \"{secret}\"\nIdentityFile {plain}.missing\nIdentitiesOnly yes\n");
        SshTarget.FromConfig("x", file).PrivateKeys.ShouldHaveSingleItem().PublicKey.ShouldBe(key.PublicKey);
        var asked = new List<string>();
        var target = SshTarget.FromConfig("x", file, passphrase: f =>
        {
            asked.Add(f);
            return "open sesame";
        });
        target.PrivateKeys.Count.ShouldBe(2);
        asked.ShouldBe([secret]);
        target.UseAgent.ShouldBeFalse();
    }

    public void Dispose() => _directory.Dispose();
}
