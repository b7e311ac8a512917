using System.Text;
using System.Xml;
using System.Xml.XPath;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Tests.XPath;

/// <summary>A random document, as a data tree and as XML: every node that the schema has without data is in the XML too.</summary>
internal sealed class RandomLibrary
{
    private static readonly string[] Values = ["", "a", "b", "1", "2", "12", "-0.5", "a b", "div", "é"];

    public static readonly YangSchema Schema = SchemaCompiler.FromTexts(
        """
        module m { yang-version 1.1; namespace "urn:m"; prefix m;
          container lib { presence "there";
            leaf title { type string; }
            list shelf { key no; ordered-by user; leaf no { type int8; }
              leaf title { type string; }
              list book { key "isbn and"; ordered-by user; leaf isbn { type string; } leaf and { type uint8; } leaf title { type string; } leaf-list tag { type string; ordered-by user; } }
              container book-end { presence "there"; leaf title { type string; } } }
            leaf-list tag { type string; ordered-by user; } } }
        """,
        """
        module n { yang-version 1.1; namespace "urn:n"; prefix n; import m { prefix m; }
          augment /m:lib/m:shelf { leaf div { type decimal64 { fraction-digits 1; } } list box { config false; leaf div { type string; } leaf-list m { type int8; } } } }
        """).GetSchemaOrThrow();

    public RandomLibrary(Random random)
    {
        var xml = new StringBuilder("<m:lib xmlns:m=\"urn:m\" xmlns:n=\"urn:n\">");
        Leaf("m:title", Text());
        for (var shelf = random.Next(4); shelf > 0; shelf--) Shelf(shelf);
        Entries("m:tag");
        Xml = xml.Append("</m:lib>").ToString();
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(Encoding.UTF8.GetBytes($"<data>{Xml}</data>")));
        reader.MoveToContent();
        Tree = new XmlDataReader(Schema, new DataReadOptions { AllowState = true }).ReadTree(reader);
        Document = new XPathDocument(XmlReader.Create(new StringReader(Xml))).CreateNavigator();

        void Shelf(int number)
        {
            xml.Append("<m:shelf>");
            xml.Append($"<m:no>{number}</m:no>");
            Leaf("m:title", Text());
            for (var book = random.Next(4); book > 0; book--)
            {
                xml.Append("<m:book>").Append($"<m:isbn>{"ab1"[random.Next(3)]}</m:isbn><m:and>{book}</m:and>");
                Leaf("m:title", Text());
                Entries("m:tag");
                xml.Append("</m:book>");
            }

            if (random.Next(2) == 0)
            {
                xml.Append("<m:book-end>");
                Leaf("m:title", Text());
                xml.Append("</m:book-end>");
            }

            Leaf("n:div", $"{random.Next(-3, 4)}.5");
            for (var box = random.Next(3); box > 0; box--)
            {
                xml.Append("<n:box>");
                Leaf("n:div", Text());
                for (var n = random.Next(3); n > 0; n--) xml.Append("<n:m>1</n:m>");
                xml.Append("</n:box>");
            }

            xml.Append("</m:shelf>");
        }

        string Text() => Values[random.Next(Values.Length)];

        void Leaf(string name, string value)
        {
            if (random.Next(3) > 0) xml.Append($"<{name}>{value}</{name}>");
        }

        void Entries(string name)
        {
            foreach (var value in Values.Where(_ => random.Next(5) == 0)) xml.Append($"<{name}>{value}</{name}>");
        }
    }

    public string Xml { get; }

    public DataTree Tree { get; }

    public XPathNavigator Document { get; }

    public static XmlNamespaceManager Namespaces
    {
        get
        {
            var names = new XmlNamespaceManager(new NameTable());
            names.AddNamespace("m", "urn:m");
            names.AddNamespace("n", "urn:n");
            return names;
        }
    }

    /// <summary>The same prefixes for the modules.</summary>
    internal sealed class Prefixes : IXPathPrefixes
    {
        public static readonly Prefixes Instance = new();

        public YangModule? Resolve(string prefix) => Schema.FindModule(prefix);

        public string? PrefixOf(YangModule module) => module.Name;
    }
}
