using System.Buffers;
using System.Text;
using System.Text.Json;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>A part of the configuration as a text in curly brackets, as RESTCONF's JSON, or as the same with the modules' prefixes (<c>json2</c>).</summary>
internal sealed class ShowConfig() : TransactionMethod(
    "show_config", Parameter.Text("path"), Parameter.OneOf("result_as", "string", "json", "json2").Optional(), Parameter.Boolean("with_oper"),
    Parameter.Integer("max_size", 0).Optional())
{
    private const int Kilobyte = 1024;

    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        var withState = call.Arguments.Flag("with_oper") || !path.Node.IsConfig;
        var whole = withState ? await transaction.WithStateAsync(path, call.Cancelled).ConfigureAwait(false) : transaction.Content;
        var selected = path.IsRoot ? whole : DataSelection.Select(whole, NodesAt(whole, path));
        var form = call.Arguments.Text("result_as", "string");
        var most = call.Arguments.Integer("max_size") * Kilobyte;
        call.Result.WriteStartObject();
        if (form == "string")
        {
            var text = call.Server.Operations.WriteChanges(call.Session.Datastores, new DataDiff(DataTree.Empty(selected.Schema), selected), DiffFormat.Curly);
            Demand(Encoding.UTF8.GetByteCount(text), most);
            call.Result.WriteString("config"u8, text);
        }
        else
        {
            var json = Json(call, selected);
            Demand(json.WrittenCount, most);
            call.Result.WritePropertyName("data"u8);
            if (form == "json") call.Result.WriteRawValue(json.WrittenSpan, skipInputValidation: true);
            else WriteWithPrefixes(call.Server.Names, call.Result, json.WrittenMemory);
        }

        call.Result.WriteEndObject();
    }

    private static ArrayBufferWriter<byte> Json(MethodCall call, DataTree selected)
    {
        var json = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(json, selected.Root, new DataWriteOptions { Readable = call.Server.Readable(call.Session) });
        return json;
    }

    private static IEnumerable<DataNode> NodesAt(DataTree tree, DataPath path)
    {
        if (!path.IsWholeList)
        {
            if (tree.TryFind(path, out var node)) yield return node;
            yield break;
        }

        if (!tree.TryFindInUse(path.Parent, null, out var parent)) yield break;
        foreach (var entry in parent.Entries(path.Node)) yield return entry;
    }

    private static void Demand(long size, long most)
    {
        if (most > 0 && size > most) throw new JsonRpcException(ErrorKind.Failed, $"the data has {(size + Kilobyte - 1) / Kilobyte} kB, more than max_size");
    }

    private static void WriteWithPrefixes(SchemaNames names, Utf8JsonWriter writer, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        Write(document.RootElement);

        void Write(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    writer.WriteStartObject();
                    foreach (var member in element.EnumerateObject())
                    {
                        writer.WritePropertyName(WithPrefix(names, member.Name));
                        Write(member.Value);
                    }

                    writer.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    writer.WriteStartArray();
                    foreach (var item in element.EnumerateArray()) Write(item);
                    writer.WriteEndArray();
                    break;
                default:
                    element.WriteTo(writer);
                    break;
            }
        }
    }

    private static string WithPrefix(SchemaNames names, string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && names.Schema.FindModule(name[..colon]) is { } module ? names.PrefixOf(module) + name[colon..] : name;
    }
}
