using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Store;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class SessionTests : JsonRpcTest
{
    [Fact]
    public async Task A_wrong_password_fails_and_the_right_one_sets_a_cookie_that_scripts_cant_read()
    {
        using var client = Host.Connect();
        await client.FailAsync("login", """{"user": "joe", "passwd": "SWkkasE32"}""", "rpc.method.failed");
        using var response = await client.SendAsync("""{"jsonrpc": "2.0", "id": 1, "method": "login", "params": {"user": "admin", "passwd": "admin"}}""");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"jsonrpc":"2.0","id":1,"result":{}}""");
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("sessionid=sess");
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain("expires");
    }

    [Fact]
    public async Task A_login_without_parameters_takes_the_credentials_of_the_HTTP_request()
    {
        using var client = Host.Connect();
        await client.FailAsync("login", "{}", "rpc.method.failed");
        await client.CallAsync("login", "{}", ("Authorization", new AuthenticationHeaderValue("Basic", Convert.ToBase64String("oper:oper"u8)).ToString()));
        (await client.CallAsync("get_system_setting", """{"operation": "user"}""")).ShouldBeJson("""{"user": "oper"}""");
    }

    [Fact]
    public async Task Half_of_the_credentials_lacks_the_other_half()
    {
        using var client = Host.Connect();
        (await client.FailAsync("login", """{"user": "admin"}""", "rpc.method.missing_params"))["data"]!["param"]!.GetValue<string>().ShouldBe("passwd");
    }

    [Fact]
    public async Task Without_a_cookie_the_session_is_missing_and_after_a_logout_it_is_invalid()
    {
        using var client = Host.Connect();
        await client.FailAsync("get_trans", "{}", "session.missing_sessionid");
        using var raw = new HttpRequestMessage(HttpMethod.Post, "/jsonrpc") { Content = new StringContent("""{"jsonrpc": "2.0", "id": 1, "method": "get_trans"}""") };
        raw.Headers.Add("Cookie", "sessionid=sess12541119146799620192");
        using var response = await client.SendAsync(raw);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"code\":-32000,\"type\":\"session.invalid_sessionid\",\"message\":\"Invalid sessionid\"");
        response.Headers.GetValues("Set-Cookie").Single().ShouldContain("expires=Thu, 01 Jan 1970");
        var cookie = Client.Cookies.GetCookieHeader(Host.Address);
        await Client.CallAsync("logout");
        using var late = new HttpRequestMessage(HttpMethod.Post, "/jsonrpc") { Content = new StringContent("""{"jsonrpc": "2.0", "id": 1, "method": "logout"}""") };
        late.Headers.Add("Cookie", cookie);
        using var answer = await client.SendAsync(late);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("session.invalid_sessionid");
    }

    [Fact]
    public async Task A_session_ends_when_it_is_idle_for_too_long_and_lets_go_of_its_locks()
    {
        await Client.CallAsync("lock_db", """{"db": "running"}""");
        Host.Time.Advance(TimeSpan.FromMinutes(29));
        await Client.CallAsync("get_trans");
        Host.Time.Advance(TimeSpan.FromMinutes(29));
        await Client.CallAsync("get_trans");
        Host.Time.Advance(TimeSpan.FromMinutes(31));
        await Client.FailAsync("get_trans", "{}", "session.invalid_sessionid");
        Host.Operations.FindLock(Datastore.Running).ShouldBeNull();
    }

    [Fact]
    public async Task A_user_can_be_kicked_by_name_or_by_session_id()
    {
        using var first = await Host.LoginAsync("oper");
        await Client.CallAsync("kick_user", """{"user": "oper"}""");
        await first.FailAsync("get_trans", "{}", "session.invalid_sessionid");
        using var second = await Host.LoginAsync("oper");
        var id = Host.Operations.Sessions.All.Single(s => s.User == "oper").Id;
        await Client.CallAsync("kick_user", $$"""{"user": {{id}}}""");
        Host.Operations.Sessions.All.ShouldNotContain(s => s.User == "oper");
        await Client.FailAsync("kick_user", """{"user": "nobody"}""", "rpc.method.failed");
        await Client.FailAsync("kick_user", """{"user": true}""", "rpc.method.invalid_params_type");
    }

    [Fact]
    public async Task Session_data_is_stored_by_key_and_erased()
    {
        await Client.CallAsync("put_session_data", """{"key": "layout", "value": "{\"a\":1}"}""");
        (await Client.CallAsync("get_session_data", """{"key": "layout"}""")).ShouldBeJson("""{"value": "{\"a\":1}"}""");
        await Client.CallAsync("erase_session_data", """{"key": "layout"}""");
        await Client.FailAsync("get_session_data", """{"key": "layout"}""", "data.not_found");
        using var other = await Host.LoginAsync();
        await Client.CallAsync("put_session_data", """{"key": "own", "value": "1"}""");
        await other.FailAsync("get_session_data", """{"key": "own"}""", "data.not_found");
    }

    [Fact]
    public async Task A_session_that_dies_in_the_middle_of_a_transaction_releases_everything()
    {
        var th = await Client.BeginAsync("""{"mode": "read_write", "conf_mode": "exclusive"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/max-lease-time", "value": 7}""");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        using var other = await Host.LoginAsync("oper");
        await Client.CallAsync("subscribe_changes", """{"comet_id": "main", "handle": "main-1", "path": "/"}""");
        var listening = Client.PostAsync("""{"jsonrpc": "2.0", "id": 1, "method": "comet", "params": {"comet_id": "main"}}""");
        await other.FailAsync("lock_db", """{"db": "running"}""", "db.locked");
        await other.CallAsync("kick_user", """{"user": "admin"}""");
        (await listening)!["error"]!["type"]!.GetValue<string>().ShouldBe("session.invalid_sessionid");
        Host.Operations.ValidateLock.ShouldBeNull();
        await other.CallAsync("lock_db", """{"db": "candidate"}""");
        await other.CallAsync("lock_db", """{"db": "running"}""");
        (await other.CallAsync("exists", $$"""{"th": {{await other.BeginAsync()}}, "path": "/dhcp:dhcp/max-lease-time"}""")).ShouldBeJson("""{"exists": false}""");
    }

    [Fact]
    public async Task System_settings_tell_models_capabilities_and_the_user()
    {
        var all = await Client.CallAsync("get_system_setting");
        all["user"]!.GetValue<string>().ShouldBe("admin");
        all["capabilities"].ShouldBeJson("""{"rollback": true, "copy_running_to_startup": false, "exclusive": true, "confirmed_commit": true}""");
        all["models"]!.AsArray().ShouldContain(m => m!["name"]!.GetValue<string>() == "dhcp" && m["namespace"]!.GetValue<string>() == "urn:test:dhcp");
        all["namespaces"]!["dhcp"]!.GetValue<string>().ShouldBe("urn:test:dhcp");
        (await Client.CallAsync("get_system_setting", """{"operation": "version"}"""))["version"].ShouldNotBeNull();
        await Client.FailAsync("get_system_setting", """{"operation": "weather"}""", "rpc.method.unknown_params_value");
    }
}

public sealed class SessionLimitTests : JsonRpcTest
{
    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(o => (o.MaxSessionData, o.LoginWarning) = (100, "Maintenance at noon."));

    [Fact]
    public async Task A_session_keeps_so_much_data_and_a_login_is_answered_with_the_warning_of_the_day()
    {
        (await Client.CallAsync("login", """{"user": "admin", "passwd": "admin"}""")).ShouldBeJson("""{"warning": "Maintenance at noon."}""");
        await Client.CallAsync("put_session_data", $$"""{"key": "k", "value": "{{new string('x', 90)}}"}""");
        (await Client.FailAsync("put_session_data", $$"""{"key": "l", "value": "{{new string('x', 20)}}"}""", "session.overload"))["data"]!["limit"]!.GetValue<int>().ShouldBe(100);
        await Client.CallAsync("put_session_data", """{"key": "k", "value": "x"}""");
        await Client.CallAsync("put_session_data", $$"""{"key": "l", "value": "{{new string('x', 20)}}"}""");
    }
}

public sealed class LoginStepTests : JsonRpcTest
{

    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(
        o => (o.LoginNotice, o.MaxSessions) = ("For authorised use only.", 1), services: s => s.AddSingleton<IUserAuthenticator>(new Riddle()));

    [Fact]
    public async Task A_login_answered_with_a_challenge_needs_the_response_and_the_acknowledgement()
    {
        using var client = Host.Connect();
        var challenge = await client.CallAsync("login", """{"user": "admin", "passwd": "admin"}""");
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(challenge["challenge_prompt"]!.GetValue<string>())).ShouldBe("Twice 21?\n");
        var id = challenge["challenge_id"]!.GetValue<string>();
        await client.FailAsync("challenge_response", $$"""{"challenge_id": "{{id}}", "response": "41"}""", "rpc.method.failed");
        // It is asked once.
        await client.FailAsync("challenge_response", $$"""{"challenge_id": "{{id}}", "response": "42", "ack_warning": true}""", "rpc.method.failed");
        id = (await client.CallAsync("login", """{"user": "admin", "passwd": "admin"}"""))["challenge_id"]!.GetValue<string>();
        (await client.FailAsync("challenge_response", $$"""{"challenge_id": "{{id}}", "response": "42"}""", "rpc.method.failed"))["data"]!["warning"]!.GetValue<string>()
            .ShouldBe("For authorised use only.");
        id = (await client.CallAsync("login", """{"user": "admin", "passwd": "admin"}"""))["challenge_id"]!.GetValue<string>();
        // Example 13 of the reference.
        (await client.CallAsync("challenge_response", $$"""{"challenge_id": "{{id}}", "response": "42", "ack_warning": true}""")).ShouldBeJson("{}");
        (await client.CallAsync("get_trans")).ShouldBeJson("""{"trans": []}""");
        id = (await client.CallAsync("login", """{"user": "admin", "passwd": "admin"}"""))["challenge_id"]!.GetValue<string>();
        (await client.FailAsync("challenge_response", $$"""{"challenge_id": "{{id}}", "response": "42", "ack_warning": true}""", "session.overload"))["data"]!["limit"]!
            .GetValue<int>().ShouldBe(1);
    }

    private sealed class Riddle : IUserAuthenticator
    {
        public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => new(facts switch
        {
            { User: "admin", Password: "admin", Answers: [] } => new AuthenticationResult.Challenged([new ChallengePrompt("Twice 21?\n", true)]),
            { User: "admin", Password: "admin", Answers: ["42"] } => new AuthenticationResult.Accepted("admin"),
            _ => new AuthenticationResult.Refused("wrong"),
        });

        public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) => new(false);

        public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => new(false);
    }
}

public sealed class FaultTests : JsonRpcTest
{
    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(services: s => s.AddSingleton<IUserAuthenticator>(new Faulty()));

    [Theory]
    [InlineData("broken", -32603, "rpc.internal_error", "Internal error")]
    [InlineData("slow", -32000, "rpc.method.timeout", "Method timeout")]
    public async Task What_fails_in_the_server_or_takes_too_long_has_its_error_and_tells_nothing_of_the_inside(string user, int code, string type, string message)
    {
        using var client = Host.Connect();
        var error = await client.FailAsync("login", $$"""{"user": "{{user}}", "passwd": "x"}""", type);
        (error["code"]!.GetValue<int>(), error["message"]!.GetValue<string>()).ShouldBe((code, message));
        error.ToJsonString().ShouldNotContain("secret");
    }

    // A host's own, that something happens to.
    private sealed class Faulty : IUserAuthenticator
    {
        public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => facts.User switch
        {
            "broken" => throw new InvalidOperationException("secret"),
            "slow" => throw new TimeoutException("the directory did not answer in time"),
            _ => new(new AuthenticationResult.Accepted("admin")),
        };

        public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) => new(false);

        public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => new(false);
    }
}
