using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>Reads a datastore's data from JSON: an object of top-level nodes, perhaps the value of one member <c>data</c> or <c>config</c>.</summary>
internal static class JsonDataDocument
{
    private static readonly string[] Wrappers = ["ietf-restconf:data", "ietf-netconf:data", "ietf-netconf:config", "data", "config"];

    /// <summary>Reads the document, a piece at a time.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="allowsState">Whether state may be in it.</param>
    /// <param name="file">The document.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">All that is wrong in it.</exception>
    public static DataTree Read(YangSchema schema, bool allowsState, DocumentFile file)
    {
        var reader = new JsonDataReader(schema, new DataReadOptions { AllowState = allowsState });
        var wrapper = WrapperOf(schema, file);
        using var json = file.Open();
        return reader.ReadStream(json, wrapper: wrapper);
    }

    private static string? WrapperOf(YangSchema schema, DocumentFile file)
    {
        using var json = file.Open();
        return JsonDataReader.FirstMember(json) is { } name && Wrappers.Contains(name) && !IsNode(schema, name) ? name : null;
    }

    private static bool IsNode(YangSchema schema, string name) =>
        name.Split(':') is [var module, var local] && schema.FindModule(module) is { } found && schema.Root.FindChild(found, local) is not null;
}
