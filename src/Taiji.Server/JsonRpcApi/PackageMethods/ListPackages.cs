using System.Text.Json;
using Taiji.Datastores.Packages;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.PackageMethods;

/// <summary>The packages by how far they have come.</summary>
internal sealed class ListPackages() : JsonRpcMethod("list_packages", Parameter.OneOf("status", "installable", "installed", "loaded", "all").Optional())
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        var status = call.Arguments.Text("status", "all");
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartArray("packages"u8);
        var shown = Shows() ? call.Server.Packages?.List() ?? [] : [];
        foreach (var package in shown.Where(p => status == "all" || p.Status.ToString().Equals(status, StringComparison.OrdinalIgnoreCase)))
            Write(writer, package, leaf => Shows(leaf));

        writer.WriteEndArray();
        writer.WriteEndObject();
        return ValueTask.CompletedTask;

        bool Shows(params ReadOnlySpan<string> leaf) => StateRules.Shows(call.Server, call.Session, "taiji-packages", ["packages", "package", .. leaf]);
    }

    private static void Write(Utf8JsonWriter writer, Package package, Func<string, bool> shows)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, package.Metadata.Name);
        writer.WriteString("package-version"u8, package.Metadata.Version.ToString());
        if (package.Metadata.Description is { } description && shows("description")) writer.WriteString("description"u8, description);
        if (shows("status")) writer.WriteString("status"u8, package.Status.ToString().ToLowerInvariant());
        if (shows("directory")) writer.WriteString("directory"u8, package.Directory);
        writer.WriteEndObject();
    }
}
