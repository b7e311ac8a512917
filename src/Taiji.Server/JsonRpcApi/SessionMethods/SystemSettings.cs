using System.Text.Json;
using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.SessionMethods;

/// <summary>What the server is and can.</summary>
internal sealed class GetSystemSetting() : JsonRpcMethod(
    "get_system_setting", Parameter.OneOf("operation", "capabilities", "customizations", "models", "user", "version", "all", "namespaces").Optional())
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        var operation = call.Arguments.Text("operation", "all");
        var writer = call.Result;
        writer.WriteStartObject();
        if (operation is "user" or "all") writer.WriteString("user"u8, call.Session.Datastores.User);
        if (operation is "models" or "all") WriteModels(call, writer);
        if (operation is "version" or "all") writer.WriteString("version"u8, call.Server.Options.Version);
        if (operation is "customizations" or "all")
        {
            writer.WriteStartArray("customizations"u8);
            writer.WriteEndArray();
        }

        if (operation is "capabilities" or "all") WriteCapabilities(call.Server.Operations.Datastores, writer);
        if (operation is "namespaces" or "all") WriteNamespaces(call, writer);
        writer.WriteEndObject();
        return ValueTask.CompletedTask;
    }

    private static void WriteModels(MethodCall call, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("models"u8);
        foreach (var module in call.Server.Schema.Modules.Where(m => m.IsImplemented))
        {
            writer.WriteStartObject();
            writer.WriteString("prefix"u8, module.Prefix);
            writer.WriteString("namespace"u8, module.Namespace);
            writer.WriteString("name"u8, module.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCapabilities(DatastoreSwitches switches, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("capabilities"u8);
        writer.WriteBoolean("rollback"u8, true);
        writer.WriteBoolean("copy_running_to_startup"u8, switches.Startup != StartupMode.Off);
        writer.WriteBoolean("exclusive"u8, switches.Candidate || switches.WritableRunning);
        writer.WriteBoolean("confirmed_commit"u8, switches.Candidate);
        writer.WriteEndObject();
    }

    private static void WriteNamespaces(MethodCall call, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("namespaces"u8);
        foreach (var module in call.Server.Schema.Modules.Where(m => m.IsImplemented)) writer.WriteString(call.Server.Names.PrefixOf(module), module.Namespace);
        writer.WriteEndObject();
    }
}
