using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>Reads a subtree filter (RFC 6241 §6) from XML.</summary>
public static class XmlSubtreeFilterReader
{
    /// <summary>Reads the elements of a filter.</summary>
    /// <param name="reader">On the element around them (<c>filter</c>); left after its end.</param>
    /// <param name="schema">The schema.</param>
    /// <returns>The top-level elements. Those of a namespace that no module has get an empty name, which no schema node has: nothing matches them.</returns>
    /// <exception cref="XmlException">Not well-formed.</exception>
    public static IReadOnlyList<SubtreeFilterNode> Read(XmlReader reader, YangSchema schema) => new Run(reader, schema).ReadContent().Children;

    private sealed class Run(XmlReader reader, YangSchema schema)
    {
        /// <summary>Reads to after the end of the element that the reader stands on.</summary>
        public (List<SubtreeFilterNode> Children, string? Text) ReadContent()
        {
            var children = new List<SubtreeFilterNode>();
            string? text = null;
            if (reader.IsEmptyElement)
            {
                reader.Read();
                return (children, null);
            }

            reader.Read();
            while (reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    children.Add(ReadElement());
                    continue;
                }

                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) text += reader.Value;
                if (!reader.Read()) break;
            }

            reader.Read();
            return (children, text?.Trim());
        }

        private SubtreeFilterNode ReadElement()
        {
            var ns = reader.NamespaceURI;
            var module = ns.Length == 0 ? null : schema.FindModuleByNamespace(ns);
            var name = reader.LocalName;
            var attributes = ReadAttributes();
            // The scope is needed for content only: elements with other elements in them, or with nothing, go without.
            IPrefixMap? prefixes = reader.IsEmptyElement ? null : new XmlScopeSnapshot(reader, schema);
            var (children, text) = ReadContent();
            return new SubtreeFilterNode
            {
                Module = module,
                Name = ns.Length > 0 && module is null ? "" : name,
                Attributes = attributes,
                Children = children,
                Content = children.Count == 0 ? text : null,
                Prefixes = string.IsNullOrEmpty(text) ? null : prefixes,
            };
        }

        private List<SubtreeFilterAttribute> ReadAttributes()
        {
            var attributes = new List<SubtreeFilterAttribute>();
            while (reader.MoveToNextAttribute())
            {
                // Declarations of namespaces match nothing, and xml:lang and its kind are not data's.
                if (reader.Prefix is not ("xmlns" or "xml") && reader.Name != "xmlns")
                    attributes.Add(new SubtreeFilterAttribute(reader.NamespaceURI, reader.LocalName, reader.Value));
            }

            reader.MoveToElement();
            return attributes;
        }
    }
}
