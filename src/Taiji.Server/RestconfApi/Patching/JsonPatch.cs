using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>A YANG Patch in <c>application/yang-patch+json</c>.</summary>
internal sealed class JsonPatch : PatchDocument, IDisposable
{
    private const string Module = "ietf-yang-patch:";
    private readonly JsonDocument _document;
    private readonly List<JsonElement> _values = [];
    private readonly YangSchema _schema;
    private readonly DataReadOptions _options;

    /// <summary>Reads everything but the values.</summary>
    /// <param name="content">The body.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="options">For the values.</param>
    /// <exception cref="RestconfException">400.</exception>
    public JsonPatch(ReadOnlySequence<byte> content, YangSchema schema, DataReadOptions options)
    {
        _schema = schema;
        _options = options;
        try
        {
            // A value lies five levels deep.
            _document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = options.MaxDepth + 5, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw PatchSyntax.Malformed($"The body is not well-formed JSON: {e.Message}");
        }

        try
        {
            ReadPatch(_document.RootElement);
            Check();
        }
        catch
        {
            _document.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void ReadValues(PatchValueHandler handle)
    {
        for (var i = 0; i < Edits.Count; i++)
        {
            if (!Edits[i].HasValue) continue;
            var value = _values[i];
            handle(i, parent => new JsonDataReader(_schema, _options).ReadResource(Resource(value, parent), parent));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    /// <summary>The RFC's examples leave the module's name out where the parent has the same (RFC 8072 App. A.1.2).</summary>
    private static ReadOnlySequence<byte> Resource(JsonElement value, DataPath parent)
    {
        if (value.ValueKind == JsonValueKind.Object && !parent.IsRoot)
        {
            using var members = value.EnumerateObject();
            if (members.MoveNext() && members.Current is { } member && !member.Name.Contains(':', StringComparison.Ordinal) && !members.MoveNext())
            {
                return new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($"{{{JsonSerializer.Serialize($"{parent.Node.Module.Name}:{member.Name}")}:{member.Value.GetRawText()}}}"));
            }
        }

        return new ReadOnlySequence<byte>(JsonMarshal.GetRawUtf8Value(value).ToArray());
    }

    private void ReadPatch(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || root.GetPropertyCount() != 1 || !root.TryGetProperty(Module + "yang-patch", out var patch) || patch.ValueKind != JsonValueKind.Object)
        {
            throw PatchSyntax.Malformed($"The body must be an object with the one member '{Module}yang-patch'.");
        }

        foreach (var member in patch.EnumerateObject())
        {
            var name = NameOf(member);
            if (name != "edit")
            {
                Set(name, Text(name, member.Value));
                continue;
            }

            if (member.Value.ValueKind != JsonValueKind.Array) throw PatchSyntax.Malformed("The YANG Patch: 'edit' must be an array.");
            foreach (var edit in member.Value.EnumerateArray()) ReadEdit(edit);
        }
    }

    private void ReadEdit(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw PatchSyntax.Malformed("The YANG Patch: an edit must be an object.");
        var edit = new PatchEdit();
        var value = default(JsonElement);
        foreach (var member in element.EnumerateObject())
        {
            var name = NameOf(member);
            if (name == "value")
            {
                edit.SetValue();
                value = member.Value;
            }
            else
            {
                edit.Set(name, Text(name, member.Value));
            }
        }

        Add(edit);
        _values.Add(value);
    }

    private static string NameOf(JsonProperty member) => member.Name.StartsWith(Module, StringComparison.Ordinal) ? member.Name[Module.Length..] : member.Name;

    private static string Text(string name, JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw PatchSyntax.Invalid(name, value.ValueKind.ToString(), "a string");
}
