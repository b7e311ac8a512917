using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Taiji.Conformance.AccessControl;

/// <summary>What keeps the process itself from harm: whose rights it has, the unit that it is installed with, and what its files may be read by.</summary>
public sealed class HardeningTests
{
    private const string User = "nobody";

    [Fact]
    public async Task Started_as_root_it_serves_as_another_user_with_no_rights_but_low_ports()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            // Only root has something to give up.
            var refused = await TaijiProcess.RunToEndAsync("--run-as", User);
            refused.Status.ShouldBe(2);
            refused.Error.ShouldContain("only root can become 'nobody'");
            return;
        }

        var parent = Directory.CreateTempSubdirectory("taiji-test-").FullName;
        File.SetUnixFileMode(parent, (UnixFileMode)Convert.ToInt32("755", 8));
        try
        {
            var port = FreeLowPort();
            await using var taiji = await TaijiProcess.StartAsync(Path.Combine(parent, "data"), "--run-as", User, "--http", $"127.0.0.1:{port}");
            var status = File.ReadAllText($"/proc/{taiji.Id}/status");
            var uid = (await Client.RunAsync("id", ["-u", User])).Succeeded.Trim();
            var gid = (await Client.RunAsync("id", ["-g", User])).Succeeded.Trim();
            Field(status, "Uid").Split('\t').ShouldAllBe(id => id == uid);
            Field(status, "Gid").Split('\t').ShouldAllBe(id => id == gid);
            Field(status, "Groups").Trim().ShouldBeEmpty();
            // CAP_NET_BIND_SERVICE is the tenth.
            foreach (var set in new[] { "CapEff", "CapPrm", "CapBnd" }) Convert.ToUInt64(Field(status, set), 16).ShouldBe(1UL << 10, set);
            Field(status, "NoNewPrivs").ShouldBe("1");
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{taiji.Id}/task")) Field(File.ReadAllText(thread + "/status"), "Uid").ShouldNotContain("\t0", customMessage: thread);

            // It works, and what it writes is its own.
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}")));
            using var body = new StringContent("""{"ietf-system:system":{"contact":"me"}}""", Encoding.UTF8, "application/yang-data+json");
            using var reply = await http.PatchAsync($"http://127.0.0.1:{port}/restconf/data/ietf-system:system", body);
            reply.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            (await Client.RunAsync("stat", ["-c", "%U %a", taiji.DataDirectory])).Succeeded.Trim().ShouldBe($"{User} 700");
            (await taiji.StopAsync()).ShouldBe(0);
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    [Theory]
    [InlineData("no-such-user")]
    [InlineData("nobody:no-such-group")]
    public async Task A_user_that_does_not_exist_stops_the_start(string user)
    {
        var refused = await TaijiProcess.RunToEndAsync("--run-as", user);
        refused.Status.ShouldBe(2);
        refused.Error.ShouldContain(user);
    }

    [Fact]
    public async Task A_data_directory_of_somebody_else_is_refused_and_left_as_it_is()
    {
        if (!Environment.IsPrivilegedProcess) return;
        var directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;
        try
        {
            var refused = await TaijiProcess.RunToEndAsync("--run-as", User, "--data", directory);
            refused.Status.ShouldBe(2, refused.Output + refused.Error);
            Directory.EnumerateFileSystemEntries(directory).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Without_options_nothing_listens_beyond_loopback()
    {
        // In a network of its own, where the usual ports are free: waits for "ready", and shows who listens (4 and 6 are columns of proc_net_tcp(5)).
        const string script = """
            ip link set lo up
            "$0" serve --data "$1/data" > "$1/out" 2>&1 & pid=$!
            until grep -q ^ready "$1/out"; do kill -0 $pid || { cat "$1/out"; exit 9; }; sleep 0.1; done
            cat /proc/$pid/net/tcp /proc/$pid/net/tcp6 | awk '$4 == "0A" { print $2 }'
            kill $pid; wait $pid
            """;
        var directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;
        try
        {
            string[] root = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
            var shown = await Client.RunAsync("unshare", [.. root, "--net", "sh", "-c", script, Client.Taiji, directory]);
            shown.Succeeded.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe([$"0100007F:{8080:X4}", $"0100007F:{8830:X4}"]);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData("-tls1_1", "alert protocol version")]
    [InlineData("-tls1_2", "Cipher is ECDHE")]
    [InlineData("-tls1_3", "Cipher is TLS_")]
    public async Task HTTPS_is_spoken_by_TLS_1_2_and_1_3_alone(string version, string shown)
    {
        await using var taiji = await TaijiProcess.StartAsync(null, "--https", "127.0.0.1:0");
        // Without the security level OpenSSL's client would not even ask for the old ones.
        var answer = await Client.RunAsync("openssl", ["s_client", "-connect", $"127.0.0.1:{taiji.HttpsPort}", version, "-cipher", "DEFAULT@SECLEVEL=0"], "");
        (answer.Output + answer.Error).ShouldContain(shown);
    }

    [Fact]
    public async Task The_systemd_unit_is_valid_and_its_sandbox_tight()
    {
        var directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;
        try
        {
            var unit = Path.Combine(directory, "taiji.service");
            var text = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Client.Taiji)!, "packaging/taiji.service"));
            await File.WriteAllTextAsync(unit, text.Replace("/opt/taiji/taiji", Client.Taiji, StringComparison.Ordinal));
            var verified = await Client.RunAsync("systemd-analyze", ["verify", unit]);
            verified.Status.ShouldBe(0, verified.Error);
            // Only of this unit: the machine's own may have faults.
            verified.Error.ShouldNotContain("taiji.service");
            // The scale is 0 (nothing to fear) to 10, here by tenths.
            var exposure = await Client.RunAsync("systemd-analyze", ["security", "--offline=true", "--no-pager", "--threshold=20", unit]);
            exposure.Status.ShouldBe(0, exposure.Output);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string Field(string status, string name) => Line(name).Match(status).Groups[1].Value;

    private static int FreeLowPort()
    {
        for (var port = 1023; port > 600; port--)
        {
            try
            {
                using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody else has it.
            }
        }

        throw new InvalidOperationException("all ports from 601 to 1023 are in use");
    }

    private static Regex Line(string name) => new($"^{name}:\t(.*)$", RegexOptions.Multiline);
}
