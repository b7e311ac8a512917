using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Taiji.Server.Tests.RestconfApi.Support;

/// <summary>A reply, read whole.</summary>
internal sealed record Reply(int Status, string Body, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);

    public string ETag => Headers["ETag"];

    public JsonObject JsonBody => JsonNode.Parse(Body)!.AsObject();

    /// <summary>The error-tags, from either encoding.</summary>
    public IReadOnlyList<string> ErrorTags => [.. Errors("error-tag")];

    public string ErrorTag => ErrorTags[0];

    public string? ErrorPath => Errors("error-path").FirstOrDefault();

    public string? ErrorMessage => Errors("error-message").FirstOrDefault();

    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString(), headers);
    }

    public Reply ShouldBe(int status)
    {
        Status.ShouldBe(status, Body);
        return this;
    }

    public Reply ShouldBeError(int status, string tag)
    {
        Status.ShouldBe(status, Body);
        ErrorTag.ShouldBe(tag, Body);
        return this;
    }

    public void ShouldHoldJson(string json)
    {
        Status.ShouldBe(200, Body);
        ContentType.ShouldBe(RestconfHost.Json);
        JsonNode.DeepEquals(JsonNode.Parse(Body), JsonNode.Parse(json)).ShouldBeTrue($"expected {json}\nbut was  {Body}");
    }

    public void ShouldHoldXml(string xml)
    {
        Status.ShouldBe(200, Body);
        ContentType.ShouldBe(RestconfHost.Xml);
        XNode.DeepEquals(WithoutDeclarations(Body), WithoutDeclarations(xml)).ShouldBeTrue($"expected {xml}\nbut was  {Body}");
    }

    /// <summary>Which prefixes are declared where means nothing.</summary>
    private static XElement WithoutDeclarations(string xml)
    {
        var root = XElement.Parse(xml);
        foreach (var element in root.DescendantsAndSelf()) element.Attributes().Where(a => a.IsNamespaceDeclaration).Remove();
        return root;
    }

    private IEnumerable<string> Errors(string name)
    {
        if (ContentType == RestconfHost.Json)
        {
            foreach (var error in JsonBody["ietf-restconf:errors"]!["error"]!.AsArray())
            {
                error!["error-type"]!.GetValue<string>().ShouldBeOneOf("transport", "rpc", "protocol", "application");
                if (error[name] is { } value) yield return value.GetValue<string>();
            }

            yield break;
        }

        ContentType.ShouldBe(RestconfHost.Xml, Body);
        XNamespace ns = "urn:ietf:params:xml:ns:yang:ietf-restconf";
        var errors = XElement.Parse(Body);
        errors.Name.ShouldBe(ns + "errors");
        foreach (var error in errors.Elements(ns + "error"))
        {
            if (error.Element(ns + name) is { } value) yield return value.Value;
        }
    }
}

internal static class ReplyAssertions
{
    public static void ShouldBeEquivalentToReply(this Reply reply, Reply other)
    {
        reply.Status.ShouldBe(other.Status);
        reply.Body.ShouldBe(other.Body);
        reply["ETag"].ShouldBe(other["ETag"]);
    }
}
