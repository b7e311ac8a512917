using System.Globalization;

namespace Taiji.Demo;

/// <summary>Canonical texts of the example module's types.</summary>
internal static class DemoText
{
    public static string Measure(decimal value)
    {
        var text = value.ToString("0.0#", CultureInfo.InvariantCulture);
        return text == "-0.0" ? "0.0" : text;
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
