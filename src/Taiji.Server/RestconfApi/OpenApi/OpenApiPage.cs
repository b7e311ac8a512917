using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>The same as pages for people: without scripts, so that any browser shows them under the strictest policy.</summary>
internal sealed class OpenApiPage
{
    private const int ChunkSize = 32 * 1024;
    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2128;background:#fff}
        h1{font-size:1.5rem}code,summary{font-family:ui-monospace,monospace}a{color:#0b57d0}summary{padding:.3rem;cursor:pointer;overflow-wrap:anywhere}
        details{border-bottom:1px solid #d8dee4}table{border-collapse:collapse;margin:.5rem 0 1rem 1rem}td,th{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top}
        p{margin:.4rem 1rem}b{display:inline-block;min-width:3.2rem;margin-right:.3rem;font-size:.75rem;text-align:center;border-radius:3px;color:#fff;background:#57606a}
        .get{background:#1a7f37}.post{background:#0969da}.put{background:#9a6700}.patch{background:#8250df}.delete{background:#cf222e}
        @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}a{color:#79c0ff}details{border-color:#30363d}}
        """;

    private readonly PipeWriter _body;
    private readonly OpenApiAccess _access;
    private readonly CancellationToken _cancellationToken;

    private OpenApiPage(PipeWriter body, OpenApiAccess access, CancellationToken cancellationToken)
    {
        _body = body;
        _access = access;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What a browser is to allow the pages: their own style, and nothing else.</summary>
    public static string Policy { get; } = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The list of modules.</summary>
    /// <param name="body">Receives UTF-8.</param>
    /// <param name="access">What concerns the user.</param>
    /// <param name="root">The path of the root resource.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteListAsync(PipeWriter body, OpenApiAccess access, string root, CancellationToken cancellationToken)
    {
        var page = new OpenApiPage(body, access, cancellationToken);
        page.Begin("RESTCONF", "The modules of this server that have resources (RFC 8040).");
        page.Write("<table><tr><th>module</th><th>revision</th><th></th></tr>");
        foreach (var module in access.Modules())
        {
            page.Write($"<tr><td><a href=\"{Text(root)}/openapi/{Text(module.Name)}\">{Text(module.Name)}</a></td><td>{Text(module.Revision ?? "")}</td><td><a href=\"{Text(root)}/openapi/{Text(module.Name)}.json\">OpenAPI</a></td></tr>\n");
        }

        page.Write("</table>");
        await page.EndAsync().ConfigureAwait(false);
    }

    /// <summary>A module's resources.</summary>
    /// <param name="body">Receives UTF-8; flushed as it fills.</param>
    /// <param name="access">What concerns the user.</param>
    /// <param name="module">The module.</param>
    /// <param name="root">The path of the root resource.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static async Task WriteModuleAsync(PipeWriter body, OpenApiAccess access, YangModule module, string root, CancellationToken cancellationToken)
    {
        var page = new OpenApiPage(body, access, cancellationToken);
        page.Begin(module.ToString(), module.Namespace);
        page.Write($"<p><a href=\"{Text(root)}/openapi\">All modules</a> · <a href=\"{Text(root)}/openapi/{Text(module.Name)}.json\">OpenAPI 3.1</a> · <a href=\"{Text(root + ModuleTexts.PathOf(module.Name, module.Revision))}\">YANG</a></p>");
        foreach (var (resource, methods) in access.ResourcesOf(module))
        {
            page.WriteResource(resource, methods, root);
            await page.FlushAsync(ChunkSize).ConfigureAwait(false);
        }

        await page.EndAsync().ConfigureAwait(false);
    }

    private void WriteResource(OpenApiResource resource, IReadOnlyList<string> methods, string root)
    {
        Write("<details><summary>");
        foreach (var method in methods) Write($"<b class=\"{method}\">{method.ToUpperInvariant()}</b>");
        Write($"{Text(resource.Path)}</summary>");
        if (resource.Node.Description is { } description) Write($"<p>{Text(description)}</p>");
        if (resource is { Keys.Count: 0, Kind: not OpenApiResourceKind.Operation } && methods.Contains("get")) Write($"<p><a href=\"{Text(root + resource.Path)}\">Read it</a></p>");
        switch (resource.Node)
        {
            case OperationNode operation:
                WriteChildren("input", operation.Input);
                WriteChildren("output", operation.Output);
                break;
            case InnerNode inner:
                WriteChildren("children", inner);
                break;
            case TypedNode typed:
                Write($"<p>{Text(TypeOf(typed))}</p>");
                break;
        }

        Write("</details>\n");
    }

    private void WriteChildren(string title, InnerNode parent)
    {
        var children = parent.DataChildren.Where(_access.Shows).ToList();
        if (children.Count == 0) return;
        Write($"<table><tr><th>{title}</th><th>type</th><th></th></tr>");
        foreach (var child in children) Write($"<tr><td><code>{Text(child.Name)}</code></td><td>{Text(TypeOf(child))}</td><td>{Text(child.Description ?? "")}</td></tr>");
        Write("</table>");
    }

    private static string TypeOf(SchemaNode node) => node switch
    {
        LeafNode { IsKey: true } leaf => NameOf(leaf.Type) + ", key",
        LeafNode { IsMandatory: true } leaf => NameOf(leaf.Type) + ", mandatory",
        LeafListNode leafList => NameOf(leafList.Type) + " (leaf-list)",
        TypedNode typed => NameOf(typed.Type),
        _ => node.Kind.ToString().ToLowerInvariant(),
    };

    private static string NameOf(YangType type) => type.Name.Length > 0 ? type.Name : type.BuiltInName;

    private void Begin(string title, string lead)
    {
        Write("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        Write($"<title>{Text(title)}</title><style>{Style}</style></head><body><h1>{Text(title)}</h1><p>{Text(lead)}</p>\n");
    }

    private async Task EndAsync()
    {
        Write("</body></html>\n");
        await FlushAsync(0).ConfigureAwait(false);
    }

    private async ValueTask FlushAsync(int from)
    {
        if (_body.UnflushedBytes >= from) await _body.FlushAsync(_cancellationToken).ConfigureAwait(false);
    }

    private void Write(string text) => _body.Write(Encoding.UTF8.GetBytes(text));

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
