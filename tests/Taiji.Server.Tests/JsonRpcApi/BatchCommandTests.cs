using System.Text;
using Taiji.Server.JsonRpcApi.BatchCommands;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class BatchCommandTests : JsonRpcTest
{
    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(o =>
    {
        o.Commands["echo"] = new BatchCommandLine("/bin/echo", ["first"]);
        o.Commands["cat"] = new BatchCommandLine("/bin/cat", []);
        o.Commands["shell"] = new BatchCommandLine("/bin/sh", []);
        o.Commands["env"] = new BatchCommandLine("/usr/bin/env", []);
        o.Commands["printf"] = new BatchCommandLine("/usr/bin/printf", ["%s|"]);
        o.Commands["gone"] = new BatchCommandLine("/nowhere/at/all", []);
    });

    [Fact]
    public async Task A_command_prints_to_its_channel_and_its_arguments_stay_arguments()
    {
        var handle = (await Client.CallAsync("init_cmd", """{"name": "echo", "args": "'a  b' $(id); | c\\ d", "comet_id": "main"}"""))["handle"]!.GetValue<string>();
        var listed = (await Client.CallAsync("get_cmds"))["cmds"]![0]!;
        (listed["handle"]!.GetValue<string>(), listed["tag"]!.GetValue<string>(), listed["started"]!.GetValue<bool>(), listed["stopped"]!.GetValue<bool>()).ShouldBe((handle, "init_cmd", false, false));
        (await Client.CallAsync("start_cmd", $$"""{"handle": "{{handle}}"}""")).ShouldBeJson("{}");
        (await ReadUntilAsync("\n")).ShouldBe("first a  b $(id); | c d\n");
        await Client.CallAsync("stop_cmd", $$"""{"handle": "{{handle}}"}""");
        (await Client.CallAsync("get_cmds")).ShouldBeJson("""{"cmds": []}""");
        await Client.FailAsync("stop_cmd", $$"""{"handle": "{{handle}}"}""", "cmd.not_initialized");
    }

    [Fact]
    public async Task What_is_sent_to_a_command_is_its_input()
    {
        await Client.CallAsync("init_cmd", """{"name": "cat", "comet_id": "main", "handle": "main-cat"}""");
        await Client.CallAsync("send_cmd_data", """{"handle": "main-cat", "data": "grüße\n"}""");
        (await ReadUntilAsync("\n")).ShouldBe("grüße\n");
        await Client.FailAsync("suspend_cmd", """{"handle": "main-cat"}""", "rpc.method.failed");
        await Client.CallAsync("stop_cmd", """{"handle": "main-cat"}""");
    }

    [Fact]
    public async Task A_command_with_a_terminal_has_its_size_and_can_be_held_back()
    {
        await Client.CallAsync("init_cmd", """{"name": "shell", "emulate": true, "width": 91, "height": 33, "comet_id": "main", "handle": "main-sh"}""");
        await Client.CallAsync("send_cmd_data", """{"handle": "main-sh", "data": "test -t 0 && echo is-a-$((1))-terminal; stty size; tty; exec 3</dev/tty && echo has-$((1))-control\n"}""");
        var text = await ReadUntilAsync("has-1-control");
        text.ShouldContain("is-a-1-terminal");
        text.ShouldContain("33 91");
        text.ShouldContain("/dev/pts/");
        await Client.CallAsync("suspend_cmd", """{"handle": "main-sh"}""");
        await Client.CallAsync("send_cmd_data", """{"handle": "main-sh", "data": "echo later-$((1))\n"}""");
        await Client.CallAsync("resume_cmd", """{"handle": "main-sh"}""");
        await ReadUntilAsync("later-1");
        await Client.CallAsync("stop_cmd", """{"handle": "main-sh"}""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_server_s_environment_is_not_the_command_s(bool emulate)
    {
        Environment.SetEnvironmentVariable("TAIJI_TEST_SECRET", "hidden");
        await Client.CallAsync("init_cmd", $$"""{"name": "env", "args": "-u LANG /usr/bin/env END=1", "emulate": {{(emulate ? "true" : "false")}}, "comet_id": "main", "handle": "main-env"}""");
        var text = await ReadUntilAsync("END=1");
        text.ShouldNotContain("hidden");
        text.ShouldContain("PATH=/usr/local/bin:/usr/bin:/bin");
    }

    [Theory]
    [InlineData("a;id `id` $(id) ${HOME} > /tmp/x && y || z & *", "a;id|`id`|$(id)|${HOME}|>|/tmp/x|&&|y||||z|&|*|")]
    [InlineData("'one two' \"three four\" fi\\ ve", "one two|three four|fi ve|")]
    [InlineData("'it''s' \"a\\\"b\" 'c\\'", "its|a\"b|c\\|")]
    [InlineData("line\nbreak 'un ended", "line|break|un ended|")]
    [InlineData("'' x", "|x|")]
    public async Task Arguments_are_words_and_nothing_more(string args, string expected)
    {
        await Client.CallAsync("init_cmd", $$"""{"name": "printf", "args": {{JsonRpcClient.Quote(args)}}, "comet_id": "main", "handle": "main-p"}""");
        (await ReadUntilAsync(expected)).ShouldBe(expected);
        await Client.FailAsync("init_cmd", """{"name": "printf", "args": "a\u0000b", "comet_id": "main"}""", "rpc.method.invalid_params");
    }

    [Fact]
    public async Task Commands_end_with_their_session()
    {
        using (var other = await Host.LoginAsync("oper"))
        {
            await other.CallAsync("init_cmd", """{"name": "shell", "args": "-c 'echo $$; exec sleep 1000'", "comet_id": "main", "handle": "main-sleep"}""");
            var pid = (await other.CallAsync("comet", """{"comet_id": "main"}"""))[0]!["message"]!.GetValue<string>().Trim();
            Directory.Exists("/proc/" + pid).ShouldBeTrue();
            await other.CallAsync("logout");
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Directory.Exists("/proc/" + pid)) await Task.Delay(10, limit.Token);
        }
    }

    [Fact]
    public async Task Only_commands_of_the_configuration_can_be_started()
    {
        await Client.FailAsync("init_cmd", """{"name": "reboot", "comet_id": "main"}""", "rpc.method.invalid_params");
        await Client.FailAsync("init_cmd", """{"name": "/bin/echo", "comet_id": "main"}""", "rpc.method.invalid_params");
        var handle = (await Client.CallAsync("init_cmd", """{"name": "gone", "comet_id": "main"}"""))["handle"]!.GetValue<string>();
        await Client.FailAsync("start_cmd", $$"""{"handle": "{{handle}}"}""", "rpc.method.failed");
        await Client.FailAsync("send_cmd_data", """{"handle": "nope", "data": "x"}""", "cmd.not_initialized");
        foreach (var method in new[] { "start_cmd", "suspend_cmd", "resume_cmd", "stop_cmd" }) await Client.FailAsync(method, """{"handle": "nope"}""", "cmd.not_initialized");
    }

    private async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            foreach (var message in (await Client.CallAsync("comet", """{"comet_id": "main"}""")).AsArray()) text.Append(message!["message"]!.GetValue<string>());
        }

        return text.ToString();
    }
}
