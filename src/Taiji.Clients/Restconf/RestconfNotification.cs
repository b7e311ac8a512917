using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Taiji.Clients.Restconf;

/// <summary>An event of a stream (RFC 8040 §6.4).</summary>
/// <param name="EventTime">When it happened.</param>
/// <param name="Name">The notification's name: in JSON with its module.</param>
/// <param name="Content">The whole message.</param>
/// <param name="EventId">The stream's own mark for it; null when it has none.</param>
public sealed record RestconfNotification(DateTimeOffset EventTime, string Name, RestconfContent Content, string? EventId)
{
    /// <summary>Reads the data of an event.</summary>
    /// <exception cref="FormatException">It is no notification.</exception>
    internal static RestconfNotification Read(string data, string? eventId)
    {
        try
        {
            RestconfContent content = data!;
            return content.Encoding == RestconfEncoding.Xml ? ReadXml(content, eventId) : ReadJson(content, eventId);
        }
        catch (Exception e) when (e is JsonException or System.Xml.XmlException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"An event is not as RFC 8040 §6.4 says: {e.Message}", e);
        }
    }

    private static RestconfNotification ReadXml(RestconfContent content, string? eventId)
    {
        var root = content.ToElement();
        var time = root.Elements().First(e => e.Name.LocalName == "eventTime");
        return new RestconfNotification(ParseTime(time.Value), root.Elements().First(e => e != time).Name.LocalName, content, eventId);
    }

    private static RestconfNotification ReadJson(RestconfContent content, string? eventId)
    {
        var root = content.ToJson().GetProperty("ietf-restconf:notification");
        var name = root.EnumerateObject().First(p => p.Name is not ("eventTime" or "ietf-restconf:eventTime")).Name;
        return new RestconfNotification(ParseTime(root.GetProperty("eventTime").GetString()!), name, content, eventId);
    }

    private static DateTimeOffset ParseTime(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
