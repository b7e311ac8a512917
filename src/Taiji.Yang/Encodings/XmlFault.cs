using System.Xml;

namespace Taiji.Yang.Encodings;

/// <summary>What is wrong with XML text, for a client.</summary>
public static class XmlFault
{
    /// <summary>The reason. A document type declaration is refused (it could define entities without bound), and what .NET says of it is advice to a programmer.</summary>
    /// <param name="exception">From the reader.</param>
    public static string Describe(XmlException exception) =>
        exception.Message.Contains("DTD", StringComparison.Ordinal)
            ? $"a document type declaration (DTD) is not accepted. Line {exception.LineNumber}, position {exception.LinePosition}." : exception.Message;
}
