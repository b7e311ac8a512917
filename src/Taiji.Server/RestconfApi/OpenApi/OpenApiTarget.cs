using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>The resources <c>{+restconf}/openapi</c>, the modules, and <c>{+restconf}/openapi/NAME</c>, a module's document or page; <c>NAME.json</c> is the document whatever is accepted.</summary>
/// <param name="Module">The module; null for the list of them.</param>
/// <param name="IsDocument">Whether the document is named rather than chosen by what is accepted.</param>
internal sealed record OpenApiTarget(YangModule? Module, bool IsDocument)
{
    private const string Suffix = ".json";

    /// <summary>Parses the path below <c>{+restconf}/openapi</c>.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">As sent; empty for the list.</param>
    /// <exception cref="RestconfException">400 or 404.</exception>
    public static ResourceTarget Parse(YangSchema schema, ReadOnlySpan<char> path)
    {
        if (path.IsEmpty) return new ResourceTarget(ResourceKind.OpenApi) { OpenApi = new OpenApiTarget(null, false) };
        if (!PercentEncoding.TryDecode(path, out string? name)) throw RestconfException.BadRequest($"'{path}' is not percent-encoded UTF-8.");
        var module = Find(schema, name);
        var isDocument = module is null && name.EndsWith(Suffix, StringComparison.Ordinal);
        if (isDocument) module = Find(schema, name[..^Suffix.Length]);
        return module is null
            ? throw NotFound(name)
            : new ResourceTarget(ResourceKind.OpenApi) { OpenApi = new OpenApiTarget(module, isDocument) };
    }

    /// <summary>404: there is no such module, none that has resources, or none that the user has to do with.</summary>
    /// <param name="name">What was asked for.</param>
    public static RestconfException NotFound(string name) => RestconfException.NotFound($"There is no module '{name}' with resources; {{+restconf}}/openapi lists those there are.");

    private static YangModule? Find(YangSchema schema, string name) => schema.Modules.FirstOrDefault(m => m.Name == name && OpenApiResource.Of(schema, m).Any());
}
