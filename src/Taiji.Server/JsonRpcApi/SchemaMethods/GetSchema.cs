using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.SchemaMethods;

/// <summary>A module, or a part of one, as JSON; with the caller's rights, and values where they are asked for.</summary>
internal sealed class GetSchema() : TransactionMethod(
    "get_schema", Parameter.Text("namespace").Optional(), Parameter.Text("path").Optional(), Parameter.Integer("levels", -1).Optional(), Parameter.Boolean("insert_values"),
    Parameter.Boolean("evaluate_when_entries"), Parameter.Boolean("stop_on_list"), Parameter.Boolean("cdm_namespace"))
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var arguments = call.Arguments;
        var insertsValues = arguments.Flag("insert_values");
        if (!arguments.Has("path") && !arguments.Has("namespace")) throw new JsonRpcException(JsonRpcError.About(ErrorKind.MissingParams, "path"));
        var keypath = arguments.Has("path") ? KeypathParser.Parse(call.Server.Names, arguments.Text("path")) : null;
        var module = keypath is null ? ModuleOf(call, arguments.Text("namespace")) : keypath.Node is SchemaRoot ? null : keypath.Node.Module;
        var tree = insertsValues && keypath?.Path is not null
            ? await transaction.WithStateAsync(keypath.Path, call.Cancelled).ConfigureAwait(false)
            : insertsValues ? await transaction.WithStateAsync(null, call.Cancelled).ConfigureAwait(false) : transaction.Content;
        var writer = new SchemaWriter(call, transaction, tree)
        {
            Levels = arguments.Integer("levels", -1),
            InsertsValues = insertsValues,
            KeepsFalseWhens = arguments.Flag("evaluate_when_entries"),
            StopsOnList = arguments.Flag("stop_on_list"),
        };
        call.Result.WriteStartObject();
        call.Result.WriteStartObject("meta"u8);
        if (module is not null) call.Result.WriteString("namespace"u8, module.Namespace);
        if (keypath is not null) call.Result.WriteString("keypath"u8, arguments.Text("path"));
        call.Result.WriteString("prefix"u8, module is null ? "" : call.Server.Names.PrefixOf(module));
        var shown = keypath is null or { Node: SchemaRoot }
            ? call.Server.Schema.Root.DataChildren.Concat(call.Server.Schema.Root.Rpcs).Concat(call.Server.Schema.Root.Notifications).Where(n => module is null || n.Module == module).ToList() : [keypath.Node];
        writer.WriteTypes(shown);
        call.Result.WriteEndObject();
        call.Result.WritePropertyName("data"u8);
        if (keypath is null or { Node: SchemaRoot }) writer.WriteModule(module, shown);
        else writer.WriteTop(keypath);
        call.Result.WriteEndObject();
    }

    private static YangModule ModuleOf(MethodCall call, string ns) => call.Server.Schema.FindModuleByNamespace(ns) is { IsImplemented: true } module
        ? module : throw JsonRpcException.InvalidParameter("namespace", "no module has that namespace");
}

/// <summary>A node's description.</summary>
internal sealed class GetDescription() : TransactionMethod("get_description", Parameter.Text("path").Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Arguments.Text("path", "/");
        var node = KeypathParser.Parse(call.Server.Names, path).Node;
        call.Answer("description", node.Description ?? "");
        return ValueTask.CompletedTask;
    }
}

/// <summary>The modules' prefixes by their names.</summary>
internal sealed class GetModulePrefixMap() : JsonRpcMethod("get_module_prefix_map")
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Result.WriteStartObject();
        foreach (var module in call.Server.Schema.Modules.GroupBy(m => m.Name, StringComparer.Ordinal)) call.Result.WriteString(module.Key, module.First().Prefix);
        call.Result.WriteEndObject();
        return ValueTask.CompletedTask;
    }
}
