using System.Text.Json;
using Taiji.Datastores.Templates;
using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;

namespace Taiji.Server.JsonRpcApi.PackageMethods;

/// <summary>The variables that a configuration template needs.</summary>
internal sealed class GetTemplateVariables() : TransactionMethod("get_template_variables", Parameter.Text("name"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        call.Answer("template_variables", TemplateOf(call).Variables);
        return ValueTask.CompletedTask;
    }

    /// <summary>The template that a call names.</summary>
    /// <param name="call">The call.</param>
    public static ConfigurationTemplate TemplateOf(MethodCall call) =>
        call.Server.Templates?.Find(call.Arguments.Text("name")) ?? throw JsonRpcException.InvalidParameter("name", "there is no such template");
}

/// <summary>Applies a configuration template in the transaction: all that it says, or nothing.</summary>
internal sealed class ApplyTemplate() : TransactionMethod("apply_template", Parameter.Text("name"), Parameter.Object("variables").Optional(), Parameter.Text("path").Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var template = GetTemplateVariables.TemplateOf(call);
        if (!transaction.Settings.IsWritable) throw new JsonRpcException(ErrorKind.NotWritable, "the transaction is for reading only");
        var input = new TemplateInput(transaction.Content)
        {
            View = call.Server.View(call.Session), Variables = Variables(call.Arguments), Context = call.Arguments.Has("path") ? call.Path() : null,
        };
        var edits = template.Expand(input);
        if (edits.Count > 0) new WriteAccess(call, transaction).Edit(edits);
        return ValueTask.CompletedTask;
    }

    private static Dictionary<string, string> Variables(Arguments arguments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!arguments.Has("variables")) return variables;
        foreach (var member in arguments.ValueOf("variables").EnumerateObject())
        {
            variables[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.GetRawText(),
                _ => throw JsonRpcException.InvalidParameter("variables", $"the value of '{member.Name}' is no string, number or boolean"),
            };
        }

        return variables;
    }
}
