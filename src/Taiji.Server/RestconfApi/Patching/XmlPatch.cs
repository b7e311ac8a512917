using System.Buffers;
using System.IO.Pipelines;
using System.Xml;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>A YANG Patch in <c>application/yang-patch+xml</c>. It is read twice: a value may come before the target that says what it is.</summary>
internal sealed class XmlPatch : PatchDocument
{
    private readonly ReadOnlySequence<byte> _content;
    private readonly YangSchema _schema;
    private readonly DataReadOptions _options;

    /// <summary>Reads everything but the values.</summary>
    /// <param name="content">The body.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="options">For the values.</param>
    /// <exception cref="RestconfException">400.</exception>
    public XmlPatch(ReadOnlySequence<byte> content, YangSchema schema, DataReadOptions options)
    {
        _content = content;
        _schema = schema;
        _options = options;
        Walk((name, reader) => Set(name, reader.ReadElementContentAsString()), reader =>
        {
            var edit = new PatchEdit();
            EachChild(reader, (name, child) =>
            {
                if (name != "value")
                {
                    edit.Set(name, child.ReadElementContentAsString());
                    return;
                }

                edit.SetValue();
                child.Skip();
            });
            Add(edit);
        });
        Check();
    }

    /// <inheritdoc/>
    public override void ReadValues(PatchValueHandler handle)
    {
        var index = 0;
        Walk((_, reader) => reader.Skip(), reader =>
        {
            var current = index++;
            EachChild(reader, (name, child) =>
            {
                if (name == "value") ReadValue(child, current, handle);
                else child.Skip();
            });
        });
    }

    private void ReadValue(XmlReader reader, int index, PatchValueHandler handle)
    {
        var isEmpty = reader.IsEmptyElement;
        reader.ReadStartElement();
        if (isEmpty || reader.MoveToContent() != XmlNodeType.Element) throw PatchSyntax.Invalid("value", "", "an element: the target resource");
        handle(index, parent => new XmlDataReader(_schema, _options).ReadResource(reader, parent));
        if (reader.MoveToContent() != XmlNodeType.EndElement) throw PatchSyntax.Invalid("value", reader.LocalName, "one element: the target resource");
        reader.ReadEndElement();
    }

    private void Walk(Action<string, XmlReader> leaf, Action<XmlReader> edit)
    {
        try
        {
            using var stream = PipeReader.Create(_content).AsStream();
            using var reader = XmlDataReader.CreateXmlReader(stream);
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "yang-patch" || reader.NamespaceURI != PatchSyntax.Namespace)
            {
                throw PatchSyntax.Malformed($"The body must be the element 'yang-patch' in the namespace '{PatchSyntax.Namespace}'.");
            }

            EachChild(reader, (name, child) =>
            {
                if (name == "edit") edit(child);
                else leaf(name, child);
            });
            if (reader.MoveToContent() != XmlNodeType.None) throw PatchSyntax.Malformed("The body goes on after the end of its element.");
        }
        catch (XmlException e)
        {
            throw PatchSyntax.Malformed($"The body is not well-formed XML: {XmlFault.Describe(e)}");
        }
    }

    private static void EachChild(XmlReader reader, Action<string, XmlReader> handle)
    {
        var name = reader.LocalName;
        var isEmpty = reader.IsEmptyElement;
        reader.ReadStartElement();
        if (isEmpty) return;
        while (reader.MoveToContent() != XmlNodeType.EndElement)
        {
            if (reader.NodeType != XmlNodeType.Element) throw PatchSyntax.Malformed($"The YANG Patch: '{name}' holds text.");
            if (reader.NamespaceURI != PatchSyntax.Namespace) throw PatchSyntax.Unknown(reader.LocalName, name);
            handle(reader.LocalName, reader);
        }

        reader.ReadEndElement();
    }
}
