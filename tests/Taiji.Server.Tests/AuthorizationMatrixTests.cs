using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Taiji.Netconf.Client;
using Taiji.Server.NetconfServer;
using Taiji.Server.RestconfApi;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests;

/// <summary>Every operation of every protocol for users who may do everything, something and nothing (RFC 8341): generated from <see cref="AuthorizationTable"/>.</summary>
public sealed class AuthorizationMatrixTests
{
    public static TheoryData<int, Permission> NetconfRows() => Rows(AuthorizationTable.Netconf.Count);

    public static TheoryData<int, Permission> RestconfRows() => Rows(AuthorizationTable.Restconf.Count);

    [Fact]
    public void Every_NETCONF_operation_has_a_row()
    {
        var rows = AuthorizationTable.Netconf.Select(r => r.Operation).ToHashSet();
        SessionOperations.Names.Select(n => n.Name).Where(n => !rows.Contains(n)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_RESTCONF_method_of_every_kind_of_resource_has_a_row()
    {
        var rows = AuthorizationTable.Restconf.Select(r => $"{r.Kind} {r.Method}").ToHashSet();
        var targets = Enum.GetValues<ResourceKind>().Select(kind => new ResourceTarget(kind)
        {
            IsWritable = true,
            Path = kind switch
            {
                ResourceKind.Datastore => new DataPath(GuardedStack.Schema),
                ResourceKind.Data => new DataPath(GuardedStack.Schema).Child("t:x"),
                _ => null,
            },
        });
        targets.SelectMany(t => t.Allow.Split(", ").Select(m => $"{t.Kind} {m}")).Where(r => !rows.Contains(r)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(NetconfRows))]
    public async Task NETCONF(int row, Permission user)
    {
        var (_, request, allowed, partial, denied) = AuthorizationTable.Netconf[row];
        await using var stack = await GuardedStack.StartAsync();
        await using var client = await stack.ConnectAsync(user.ToString());
        if (user != Permission.Denied) request = await SubscribedAsync(client, request);
        Expect(Pick(user, allowed, partial, denied), await ResultAsync(client, request), $"{user}: {request}");
    }

    [Theory]
    [MemberData(nameof(RestconfRows))]
    public async Task RESTCONF(int row, Permission user)
    {
        var (_, method, target, content, allowed, partial, denied) = AuthorizationTable.Restconf[row];
        await using var stack = await GuardedStack.StartAsync();
        await using var web = await stack.ServeRestconfAsync();
        using var client = new HttpClient();
        (target, content) = await SubscribedAsync(new SubscriptionMaker(client, web), user, target, content);
        using var message = new HttpRequestMessage(new HttpMethod(method), web.Address + "/restconf" + target);
        message.Headers.Authorization = GuardedWeb.Credentials(user.ToString());
        if (content is not null) message.Content = new StringContent(content, Encoding.UTF8, "application/yang-data+json");
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        // A stream has no end of its own.
        var body = response is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "text/event-stream" } ? "" : await response.Content.ReadAsStringAsync();
        Expect(Pick(user, allowed, partial, denied), ((int)response.StatusCode).ToString(null, null), $"{user}: {method} {target}: {body}");
    }

    /// <summary>Makes the subscriptions that a NETCONF request speaks of.</summary>
    private static async Task<string> SubscribedAsync(NetconfClient client, string request)
    {
        if (request.Contains("{stream}", StringComparison.Ordinal))
            request = request.Replace("{stream}", $"{(await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"))).Id}", StringComparison.Ordinal);
        if (request.Contains("{push}", StringComparison.Ordinal))
            request = request.Replace("{push}", $"{(await client.EstablishSubscriptionAsync(new DatastoreSubscription("running"))).Id}", StringComparison.Ordinal);
        return request;
    }

    /// <summary>Makes the subscriptions that a RESTCONF request speaks of: where the user may not, what it asks for is somebody else's.</summary>
    private static async Task<(string Target, string? Content)> SubscribedAsync(SubscriptionMaker maker, Permission user, string target, string? content)
    {
        foreach (var (placeholder, owner, terms) in new[]
        {
            ("{stream}", user == Permission.Denied ? Permission.Allowed : user, SubscriptionMaker.Stream), ("{push}", user == Permission.Denied ? Permission.Allowed : user, SubscriptionMaker.Push),
            ("{others}", user == Permission.Partial ? Permission.Allowed : Permission.Partial, SubscriptionMaker.Stream),
        })
        {
            if (!target.Contains(placeholder, StringComparison.Ordinal) && content?.Contains(placeholder, StringComparison.Ordinal) != true) continue;
            var (id, key) = await maker.EstablishAsync(owner, terms);
            (target, content) = (target.Replace(placeholder, key, StringComparison.Ordinal), content?.Replace(placeholder, $"{id}", StringComparison.Ordinal));
        }

        return (target, content);
    }

    private static TheoryData<int, Permission> Rows(int count)
    {
        var data = new TheoryData<int, Permission>();
        for (var row = 0; row < count; row++)
        {
            foreach (var user in Enum.GetValues<Permission>()) data.Add(row, user);
        }

        return data;
    }

    private static string Pick(Permission user, string allowed, string partial, string denied) => user switch
    {
        Permission.Allowed => allowed,
        Permission.Partial => partial,
        _ => denied,
    };

    private static void Expect(string expected, string actual, string what)
    {
        if (expected == "not-denied") actual.ShouldNotBe("access-denied", what);
        else actual.ShouldBe(expected, what);
    }

    private static async Task<string> ResultAsync(NetconfClient client, string request)
    {
        try
        {
            var errors = (await client.SendAsync(request)).Errors.Where(e => e.Severity == ErrorSeverity.Error).ToList();
            return errors.Count == 0 ? "ok" : errors[0].Tag;
        }
        catch (RpcErrorException e)
        {
            return e.Errors[0].Tag;
        }
    }

    /// <summary>Establishes subscriptions over RESTCONF (RFC 8650).</summary>
    private sealed class SubscriptionMaker(HttpClient client, GuardedWeb web)
    {
        public const string Stream = "\"stream\":\"NETCONF\"";
        public const string Push = """
            "ietf-yang-push:datastore":"ietf-datastores:running","ietf-yang-push:on-change":{}
            """;

        /// <returns>The subscription's id, and the last segment of its URI.</returns>
        public async Task<(uint Id, string Key)> EstablishAsync(Permission user, string terms)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, web.Address + "/restconf/operations/ietf-subscribed-notifications:establish-subscription");
            message.Headers.Authorization = GuardedWeb.Credentials(user.ToString());
            message.Content = new StringContent($$$"""{"ietf-subscribed-notifications:input":{{{{terms}}}}}""", Encoding.UTF8, "application/yang-data+json");
            using var response = await client.SendAsync(message);
            var output = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["ietf-subscribed-notifications:output"].ShouldNotBeNull();
            return (output["id"]!.GetValue<uint>(), output["ietf-restconf-subscribed-notifications:uri"]!.GetValue<string>().Split('/')[^1]);
        }
    }
}
