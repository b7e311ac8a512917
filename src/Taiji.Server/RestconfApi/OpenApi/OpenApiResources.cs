using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>GET and HEAD on <c>{+restconf}/openapi</c>: what the server can be asked, for tools and for people.</summary>
internal static class OpenApiResources
{
    private const string Html = "text/html";

    /// <summary>The media types of a document; a tool that accepts anything gets the one that all know.</summary>
    private static readonly string[] Offers = ["application/json", "application/openapi+json", "application/vnd.oai.openapi+json", Html];

    /// <summary>Answers.</summary>
    /// <param name="exchange">The exchange.</param>
    public static async Task HandleAsync(RestconfExchange exchange)
    {
        var context = exchange.Context;
        var target = exchange.Target.OpenApi!;
        var access = new OpenApiAccess(exchange.Operations, exchange.Session);
        if (target.Module is { } asked && !access.ResourcesOf(asked).Any()) throw OpenApiTarget.NotFound(asked.Name);
        var offers = target.IsDocument ? Offers.AsSpan(0, 3) : Offers;
        var chosen = ContentNegotiation.Choose(context.Request.Headers.Accept, offers);
        // A name that says what it is is sent whatever a browser would rather have.
        if (chosen < 0) chosen = target.IsDocument ? 0 : throw RestconfException.NotAcceptable(Offers);
        var isPage = Offers[chosen] == Html;
        context.Response.ContentType = isPage ? "text/html; charset=utf-8" : Offers[chosen];
        if (isPage) context.Response.Headers.ContentSecurityPolicy = OpenApiPage.Policy;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        var root = context.Request.PathBase.ToUriComponent() + exchange.Options.Root;
        var body = context.Response.BodyWriter;
        var writing = (target.Module, isPage) switch
        {
            (null, true) => OpenApiPage.WriteListAsync(body, access, root, exchange.Aborted),
            (null, false) => WriteListAsync(exchange, access, root),
            ({ } module, true) => OpenApiPage.WriteModuleAsync(body, access, module, root, exchange.Aborted),
            ({ } module, false) => OpenApiDocument.WriteAsync(body, exchange.Schema, access, module, root, exchange.Aborted),
        };
        await writing.ConfigureAwait(false);
        await context.Response.BodyWriter.FlushAsync(exchange.Aborted).ConfigureAwait(false);
    }

    private static async Task WriteListAsync(RestconfExchange exchange, OpenApiAccess access, string root)
    {
        await using var json = new Utf8JsonWriter(exchange.Context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("modules");
        foreach (var module in access.Modules())
        {
            json.WriteStartObject();
            json.WriteString("name", module.Name);
            if (module.Revision is { } revision) json.WriteString("revision", revision);
            json.WriteString("openapi", $"{root}/openapi/{module.Name}.json");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(exchange.Aborted).ConfigureAwait(false);
    }
}
