using Microsoft.AspNetCore.Http;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>The NETCONF operation that a request stands for in access control (RFC 8341 §3.2.3, table 1).</summary>
internal static class MappedOperations
{
    /// <summary>Refuses a request whose user may not execute the operation; rpcs and actions are asked about when they are invoked.</summary>
    /// <param name="exchange">Session, target and query are known.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">access-denied.</exception>
    public static void Demand(RestconfExchange exchange)
    {
        if (HttpMethods.IsOptions(exchange.Context.Request.Method)) return;
        if (OtherOf(exchange.Target.Kind) is var (defining, other)) exchange.Operations.DemandExecute(exchange.Session, defining, other);
        if (NameOf(exchange) is { } name && exchange.Schema.FindModule("ietf-netconf") is { IsImplemented: true } module
            && exchange.Schema.Root.FindChild(module, name) is OperationNode operation) exchange.Operations.DemandExecute(exchange.Session, operation);
    }

    // What isn't data: RFC 8040 §6.3 and §3.7 are to RESTCONF what these operations are to NETCONF; and a module's OpenAPI document tells what its text does.
    private static (string Module, string Name)? OtherOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Stream => ("notifications", "create-subscription"),
        ResourceKind.ModuleText or ResourceKind.OpenApi => ("ietf-netconf-monitoring", "get-schema"),
        _ => null,
    };

    private static string? NameOf(RestconfExchange exchange)
    {
        var target = exchange.Target;
        return exchange.Context.Request.Method switch
        {
            "GET" or "HEAD" => exchange.Query.Content == ContentFilter.Config ? "get-config" : "get",
            "POST" when target.Operation is not null => null,
            "PUT" when target.Path!.IsRoot => "copy-config",
            "POST" or "PUT" or "PATCH" or "DELETE" => "edit-config",
            _ => null,
        };
    }
}
