using System.Buffers;
using System.Text.Json;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>Reads a datastore's data from JSON: an object of top-level nodes, perhaps the value of one member <c>data</c> or <c>config</c>.</summary>
internal static class JsonDataDocument
{
    private static readonly string[] Wrappers = ["ietf-restconf:data", "ietf-netconf:data", "ietf-netconf:config", "data", "config"];

    /// <summary>Reads the document.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="allowsState">Whether state may be in it.</param>
    /// <param name="bytes">The document.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">All that is wrong in it.</exception>
    public static DataTree Read(YangSchema schema, bool allowsState, ReadOnlyMemory<byte> bytes)
    {
        var reader = new JsonDataReader(schema, new DataReadOptions { AllowState = allowsState });
        return reader.ReadTree(new ReadOnlySequence<byte>(bytes), wrapper: WrapperOf(schema, bytes.Span));
    }

    private static string? WrapperOf(YangSchema schema, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var reader = new Utf8JsonReader(json.StartsWith(mark) ? json[3..] : json);
        try
        {
            if (!reader.Read() || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
            var name = reader.GetString()!;
            return Wrappers.Contains(name) && !IsNode(schema, name) ? name : null;
        }
        catch (JsonException)
        {
            // The data reader says it better.
            return null;
        }
    }

    private static bool IsNode(YangSchema schema, string name) =>
        name.Split(':') is [var module, var local] && schema.FindModule(module) is { } found && schema.Root.FindChild(found, local) is not null;
}
