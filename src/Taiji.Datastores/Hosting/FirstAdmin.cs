using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Hosting;

/// <summary>Makes the user <c>admin</c>, whom a NACM rule permits everything, when running has no user at all.</summary>
internal static class FirstAdmin
{
    private const string PasswordAlphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Makes the user unless there is one.</summary>
    /// <returns>The random password when one was made up; null otherwise.</returns>
    public static async Task<string?> EnsureAsync(Operations operations, string? givenPassword, CancellationToken cancellationToken)
    {
        using var session = operations.Sessions.Open(new SessionIdentity("system", "internal") { IsRecovery = true });
        var running = await operations.ReadAsync(session, new ReadRequest(Datastore.Running), cancellationToken).ConfigureAwait(false);
        if (DatastoreUsers.For(operations.Schema)?.Any(running.Tree) != false) return null;

        var password = givenPassword ?? RandomNumberGenerator.GetString(PasswordAlphabet, 16);
        var payload = new JsonDataReader(operations.Schema).ReadTree(new ReadOnlySequence<byte>(Configuration(operations, CryptHash.Make(password))));
        var edit = new Edit(EditOperation.Merge, new DataPath(operations.Schema), payload);
        await operations.EditForServerAsync(session, [edit], new EditOptions { Comment = "first start: user admin" }, cancellationToken).ConfigureAwait(false);
        return givenPassword is null ? password : null;
    }

    private static byte[] Configuration(Operations operations, string hash)
    {
        object users = new { authentication = new { user = new[] { new { name = "admin", password = hash } } } };
        var configuration = new Dictionary<string, object> { ["ietf-system:system"] = users };
        if (operations.Schema.FindModule("ietf-netconf-acm") is { IsImplemented: true }) configuration["ietf-netconf-acm:nacm"] = Rules();
        return JsonSerializer.SerializeToUtf8Bytes(configuration);
    }

    private static Dictionary<string, object> Rules() => new()
    {
        ["groups"] = new Dictionary<string, object>
        {
            ["group"] = new object[] { new Dictionary<string, object> { ["name"] = "admin", ["user-name"] = new[] { "admin" } } },
        },
        ["rule-list"] = new object[]
        {
            new Dictionary<string, object>
            {
                ["name"] = "admin",
                ["group"] = new[] { "admin" },
                ["rule"] = new object[]
                {
                    new Dictionary<string, object> { ["name"] = "everything", ["module-name"] = "*", ["access-operations"] = "*", ["action"] = "permit" },
                },
            },
        },
    };
}
