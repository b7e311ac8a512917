using System.Text.Json.Nodes;
using Taiji.Server.JsonRpcApi;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>Every parameter of every method: unexpected, missing, of a wrong type, of an unknown value and out of range are told apart, and named.</summary>
public sealed class ParameterTests : JsonRpcTest
{
    [Fact]
    public async Task Each_way_in_which_a_parameter_can_be_wrong_has_its_error()
    {
        foreach (var method in MethodTable.All) await CheckAsync(method.Name, method.Parameters);
    }

    private async Task CheckAsync(string method, IReadOnlyList<Parameter> parameters)
    {
        var good = new JsonObject(parameters.Where(p => p.IsRequired).Select(p => KeyValuePair.Create(p.Name, Good(p))));
        await ExpectAsync(method, good, "surprise", JsonValue.Create(1), "rpc.method.unexpected_params");
        foreach (var parameter in parameters)
        {
            if (parameter.IsRequired) await ExpectAsync(method, good, parameter.Name, null, "rpc.method.missing_params", isLeftOut: true);
            await ExpectAsync(method, good, parameter.Name, Bad(parameter), "rpc.method.invalid_params_type");
            if (parameter.Values.Count > 0) await ExpectAsync(method, good, parameter.Name, JsonValue.Create("no-such-value"), "rpc.method.unknown_params_value");
            if (parameter.Least > long.MinValue) await ExpectAsync(method, good, parameter.Name, JsonValue.Create(parameter.Least - 1), "rpc.method.invalid_params");
            if (parameter.Greatest < long.MaxValue) await ExpectAsync(method, good, parameter.Name, JsonValue.Create(parameter.Greatest + 1), "rpc.method.invalid_params");
            if (parameter.Types.HasFlag(ParameterTypes.Array) && parameter.Elements != ParameterTypes.Any)
                await ExpectAsync(method, good, parameter.Name, new JsonArray(new JsonObject()), "rpc.method.invalid_params_type");
            if (parameter.Types.HasFlag(ParameterTypes.Integer)) await ExpectAsync(method, good, parameter.Name, JsonValue.Create(1.5), "rpc.method.invalid_params_type");
        }
    }

    private async Task ExpectAsync(string method, JsonObject good, string parameter, JsonNode? value, string type, bool isLeftOut = false)
    {
        var call = good.DeepClone().AsObject();
        if (isLeftOut) call.Remove(parameter);
        else call[parameter] = value;
        (await Client.FailAsync(method, call.ToJsonString(), type))["data"]!["param"]!.GetValue<string>().ShouldBe(parameter, $"{method} {call.ToJsonString()}");
    }

    private static JsonNode? Good(Parameter parameter) => parameter.Types switch
    {
        var t when t.HasFlag(ParameterTypes.String) => parameter.Values.Count > 0 ? parameter.Values[0] : "x",
        var t when t.HasFlag(ParameterTypes.Integer) => Math.Max(1, parameter.Least),
        var t when t.HasFlag(ParameterTypes.Boolean) => true,
        var t when t.HasFlag(ParameterTypes.Array) => new JsonArray(),
        _ => new JsonObject(),
    };

    private static JsonNode? Bad(Parameter parameter)
    {
        foreach (var (type, value) in new (ParameterTypes, JsonNode?)[] { (ParameterTypes.Object, new JsonObject()), (ParameterTypes.Array, new JsonArray()), (ParameterTypes.Boolean, true), (ParameterTypes.Null, null) })
        {
            if (!parameter.Types.HasFlag(type)) return value;
        }

        throw new InvalidOperationException($"{parameter} takes anything: then nothing tells a mistake.");
    }
}
