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
        foreach (var package in call.Server.Packages?.List() ?? [])
        {
            if (status == "all" || package.Status.ToString().Equals(status, StringComparison.OrdinalIgnoreCase)) Write(writer, package);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return ValueTask.CompletedTask;
    }

    private static void Write(Utf8JsonWriter writer, Package package)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, package.Metadata.Name);
        writer.WriteString("package-version"u8, package.Metadata.Version.ToString());
        if (package.Metadata.Description is { } description) writer.WriteString("description"u8, description);
        writer.WriteString("status"u8, package.Status.ToString().ToLowerInvariant());
        writer.WriteString("directory"u8, package.Directory);
        writer.WriteEndObject();
    }
}
