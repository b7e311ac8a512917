using System.Collections;
using System.Text.Json;

namespace Taiji.Serve;

/// <summary>Gathers option values: the command line wins over the environment, and that over the JSON file. Collects what can't be used.</summary>
internal sealed class ServeOptionValues
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    /// <summary>What is wrong.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>The values of an option, or null.</summary>
    public IReadOnlyList<string>? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The last value of an option, or null.</summary>
    public string? Last(string name) => this[name] is { Count: > 0 } all ? all[^1] : null;

    /// <summary>Sets what the command line says.</summary>
    public void AddCommandLine(ServeOption option, IReadOnlyList<string> values)
    {
        if (values.Count > 1 && !option.IsRepeatable) Errors.Add($"--{option.Name} may be given only once");
        if (values.Count > 0) _values[option.Name] = values;
    }

    /// <summary>Adds what the environment says and the command line doesn't.</summary>
    public void AddEnvironment(IDictionary environment)
    {
        foreach (var option in ServeOptionTable.All)
        {
            if (environment[option.EnvironmentName] is not string { Length: > 0 } text || _values.ContainsKey(option.Name)) continue;
            _values[option.Name] = option.IsRepeatable ? text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [text];
        }
    }

    /// <summary>Adds what the JSON file says and nobody above does.</summary>
    public void AddFile(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Errors.Add($"{file}: an object was expected");
                return;
            }

            foreach (var property in document.RootElement.EnumerateObject()) AddProperty(file, property);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            Errors.Add($"{file}: {e.Message}");
        }
    }

    private void AddProperty(string file, JsonProperty property)
    {
        var option = ServeOptionTable.All.FirstOrDefault(o => o.Name == property.Name);
        if (option is null)
        {
            Errors.Add($"{file}: unknown option '{property.Name}'");
        }
        else if (!_values.ContainsKey(option.Name))
        {
            var isArray = property.Value.ValueKind == JsonValueKind.Array;
            if (isArray && !option.IsRepeatable) Errors.Add($"{file}: '{option.Name}' takes one value");
            else _values[option.Name] = isArray ? [.. property.Value.EnumerateArray().Select(v => v.ToString())] : [Text(property.Value)];
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };
}
