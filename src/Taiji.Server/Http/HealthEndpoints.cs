using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Taiji.Server.Http;

/// <summary><c>/healthz</c> and <c>/readyz</c>, for whoever watches the process.</summary>
public static class HealthEndpoints
{
    /// <summary>Answers 200 <c>ok</c>: the process lives, and since listeners open last, it is ready too.</summary>
    /// <param name="endpoints">The host's endpoints.</param>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/healthz", ["GET", "HEAD"], Ok);
        endpoints.MapMethods("/readyz", ["GET", "HEAD"], Ok);
    }

    private static Task Ok(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("ok\n");
    }
}
