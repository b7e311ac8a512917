using System.Text;
using Microsoft.AspNetCore.Http;

namespace Taiji.Server.Http;

/// <summary>Refuses requests before anything else sees them, in the form of what they are for.</summary>
/// <param name="forms">Those that have one; what else there is gets plain text.</param>
internal sealed class Refusals(IEnumerable<IRefusalForm> forms)
{
    private readonly IRefusalForm[] _forms = [.. forms];

    /// <summary>Answers.</summary>
    /// <param name="context">The exchange; nothing may have been sent yet.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">Why.</param>
    public Task RefuseAsync(HttpContext context, int status, string message)
    {
        foreach (var form in _forms)
        {
            if (form.Fits(context)) return form.WriteAsync(context, status, message);
        }

        var text = Encoding.UTF8.GetBytes(message + "\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = text.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
    }
}
