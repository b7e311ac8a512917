using System.Text.Json;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.YangCommands.Trees;

/// <summary>
/// The JSON that drives conversions between XML and JSON, in the form that pyang's jtox has made known: the modules with prefix and namespace, the annotations with their types, and
/// the data nodes with kind, children or type, and keys. Choices and cases are left out; a name has its module where that changes.
/// </summary>
internal static class JtoxDriver
{
    /// <summary>Writes the driver of some modules and of all that they import.</summary>
    public static string Write(YangSchema schema, IReadOnlyList<YangModule> modules)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            WriteModules(json, schema);
            json.WritePropertyName("tree");
            WriteChildren(json, schema.Root.DataChildren.Where(n => modules.Contains(n.Module)), null);
            WriteAnnotations(json, schema);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteModules(Utf8JsonWriter json, YangSchema schema)
    {
        json.WriteStartObject("modules");
        foreach (var module in schema.Modules)
        {
            json.WriteStartArray(module.Name);
            json.WriteStringValue(module.Prefix);
            json.WriteStringValue(module.Namespace);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteChildren(Utf8JsonWriter json, IEnumerable<SchemaNode> nodes, YangModule? parent)
    {
        json.WriteStartObject();
        foreach (var node in nodes)
        {
            json.WriteStartArray(node.Module == parent ? node.Name : $"{node.Module.Name}:{node.Name}");
            json.WriteStringValue(node.Kind switch
            {
                SchemaNodeKind.LeafList => "leaf-list",
                _ => node.Kind.ToString().ToLowerInvariant(),
            });
            if (node is InnerNode inner) WriteChildren(json, inner.DataChildren, node.Module);
            if (node is TypedNode typed) WriteType(json, typed.Type);
            if (node is ListNode list) WriteKeys(json, list);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteKeys(Utf8JsonWriter json, ListNode list)
    {
        json.WriteStartArray();
        foreach (var key in list.Keys)
        {
            json.WriteStartArray();
            json.WriteStringValue(key.Module.Name);
            json.WriteStringValue(key.Name);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>The built-in type: by name, or with what conversion has to know of it.</summary>
    private static void WriteType(Utf8JsonWriter json, YangType type)
    {
        switch (type)
        {
            case LeafRefType leafRef:
                WriteType(json, leafRef.TargetType);
                break;
            case Decimal64Type number:
                json.WriteStartArray();
                json.WriteStringValue("decimal64");
                json.WriteNumberValue(number.FractionDigits);
                json.WriteEndArray();
                break;
            case UnionType union:
                json.WriteStartArray();
                json.WriteStringValue("union");
                json.WriteStartArray();
                foreach (var member in union.Members) WriteType(json, member);
                json.WriteEndArray();
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(type.BuiltInName);
                break;
        }
    }

    private static void WriteAnnotations(Utf8JsonWriter json, YangSchema schema)
    {
        json.WriteStartObject("annotations");
        foreach (var module in schema.Modules)
        {
            foreach (var annotation in module.Extensions.Where(e => e.Is("ietf-yang-metadata", "annotation")))
            {
                json.WritePropertyName($"{module.Name}:{annotation.Argument}");
                if (annotation.Value is YangType type) WriteType(json, type);
                else json.WriteStringValue("string");
            }
        }

        json.WriteEndObject();
    }
}
