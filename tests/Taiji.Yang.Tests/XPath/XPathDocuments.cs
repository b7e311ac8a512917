using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Tests.XPath;

/// <summary>The modules and documents of the shared XPath table.</summary>
internal static class XPathDocuments
{
    private static readonly Lazy<YangSchema> Compiled = new(() =>
    {
        var compiler = new SchemaCompiler(SharedFiles.At("xpath", "modules"));
        foreach (var module in new[] { "xp-base", "xp-main", "xp-aug" }) compiler.Implement(module);
        return compiler.Compile().GetSchemaOrThrow();
    });

    public static YangSchema Schema => Compiled.Value;

    public static DataTree Read(string name)
    {
        using var stream = File.OpenRead(SharedFiles.At("xpath", "data", name + ".xml"));
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream([.. "<data>"u8, .. Encoding.UTF8.GetBytes(WithoutDeclaration(File.ReadAllText(stream.Name))), .. "</data>"u8]));
        reader.MoveToContent();
        return new XmlDataReader(Schema, new DataReadOptions { AllowState = true }).ReadTree(reader);
    }

    private static string WithoutDeclaration(string xml) => xml.StartsWith("<?", StringComparison.Ordinal) ? xml[(xml.IndexOf("?>", StringComparison.Ordinal) + 2)..] : xml;

    /// <summary>The modules' own prefixes and imports.</summary>
    internal sealed class Prefixes(YangModule module) : IXPathPrefixes
    {
        private (string Prefix, string Module)[] Map => module.Name == "xp-aug" ? [("a", "xp-aug"), ("m", "xp-main"), ("b", "xp-base")] : [("m", "xp-main"), ("b", "xp-base")];

        public YangModule? Resolve(string prefix) => Map.Where(m => m.Prefix == prefix).Select(m => Schema.FindModule(m.Module)).FirstOrDefault();

        public string? PrefixOf(YangModule other) => Map.Where(m => m.Module == other.Name).Select(m => m.Prefix).FirstOrDefault();
    }
}
