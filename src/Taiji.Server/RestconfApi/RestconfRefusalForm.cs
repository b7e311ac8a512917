using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Server.Http;

namespace Taiji.Server.RestconfApi;

/// <summary>What is for RESTCONF is refused with an <c>ietf-restconf:errors</c> body (RFC 8040 §7.1) wherever it is refused.</summary>
/// <param name="options">For the root.</param>
/// <param name="services">For the dispatcher: made with the first request, not with the host.</param>
internal sealed class RestconfRefusalForm(RestconfOptions options, IServiceProvider services) : IRefusalForm
{
    public bool Fits(HttpContext context) => context.Request.Path.StartsWithSegments(options.Root, StringComparison.Ordinal);

    public Task WriteAsync(HttpContext context, int status, string message) => services.GetRequiredService<RestconfDispatcher>().RefuseAsync(context, status, message);
}
