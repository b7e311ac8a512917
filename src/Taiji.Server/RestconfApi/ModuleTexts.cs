using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>The texts of the modules as resources <c>{+restconf}/schemas/NAME@REVISION</c> (RFC 8040 §3.7).</summary>
internal static class ModuleTexts
{
    /// <summary>The path of a module's or submodule's text below the root resource.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="revision">Its revision, or null.</param>
    public static string PathOf(string name, string? revision) => $"/schemas/{name}{(revision is null ? "" : "@" + revision)}";

    /// <summary>Finds the text.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">As sent.</param>
    /// <exception cref="RestconfException">400 or 404.</exception>
    public static ResourceTarget Parse(YangSchema schema, ReadOnlySpan<char> path)
    {
        if (!PercentEncoding.TryDecode(path, out string? text)) throw RestconfException.BadRequest($"'{path}' is not percent-encoded UTF-8.");
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at];
        var revision = at < 0 ? null : text[(at + 1)..];
        var source = Find(schema, name, revision);
        return source is { IsEmpty: false }
            ? new ResourceTarget(ResourceKind.ModuleText) { Text = source.Value }
            : throw RestconfException.NotFound($"There is no module '{text}'.");
    }

    private static ReadOnlyMemory<byte>? Find(YangSchema schema, string name, string? revision)
    {
        foreach (var module in schema.Modules)
        {
            if (module.Name == name && (revision is null || module.Revision == revision)) return module.Source;
            foreach (var submodule in module.Submodules)
            {
                if (submodule.Name == name && (revision is null || submodule.Revision == revision)) return submodule.Source;
            }
        }

        return null;
    }
}
