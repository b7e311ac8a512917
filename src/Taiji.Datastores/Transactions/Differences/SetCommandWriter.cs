using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions.Differences;

/// <summary>Writes a difference as commands, one a line, in an order in which they can be carried out.</summary>
/// <param name="view">Whether a node may be read; null for all.</param>
internal sealed class SetCommandWriter(Func<DataNode, bool>? view)
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes it.</summary>
    /// <param name="root">The difference.</param>
    public string Write(DeltaNode root)
    {
        foreach (var child in root.Children) WriteDelta(child, "");
        return _text.ToString();
    }

    private void WriteDelta(DeltaNode delta, string way)
    {
        WriteChange(delta, way);
        foreach (var attribute in delta.Attributes) Line("annotate", way, $"{CliText.Words(delta.Node)} {attribute.Name} {CliText.Quote(attribute.After ?? "")}");
    }

    private void WriteChange(DeltaNode delta, string way)
    {
        var kind = delta.Change?.Kind;
        switch (kind)
        {
            case DataChangeKind.Created:
                WriteAll(delta.Node, way);
                break;

            case DataChangeKind.Deleted:
                Line("delete", way, CliText.Words(delta.Node));
                return;

            case DataChangeKind.ValueChanged:
                Line("set", way, CliText.WordsWithValue(delta.Node));
                return;
        }

        if (kind is DataChangeKind.Created or DataChangeKind.Moved) WritePlace(delta.Node, way);
        foreach (var child in delta.Children) WriteDelta(child, $"{way}{CliText.Words(delta.Node)} ");
    }

    private void WriteAll(DataNode node, string way)
    {
        if (view?.Invoke(node) == false) return;
        if (node.Schema is not InnerNode)
        {
            Line("set", way, CliText.WordsWithValue(node));
            WriteAttributes(node, way);
            return;
        }

        var here = $"{way}{CliText.Words(node)} ";
        var isNamed = false;
        foreach (var child in node.Children)
        {
            if (child.Schema is LeafNode { IsKey: true }) continue;
            isNamed = true;
            WriteAll(child, here);
        }

        if (!isNamed || node.Schema is ContainerNode { IsPresence: true }) Line("set", way, CliText.Words(node));
        WriteAttributes(node, way);
    }

    private void WriteAttributes(DataNode node, string way)
    {
        foreach (var (name, value) in CliText.Attributes(node)) Line("annotate", way, $"{CliText.Words(node)} {name} {CliText.Quote(value)}");
    }

    private void WritePlace(DataNode entry, string way)
    {
        if (!EntryPlace.IsUserOrdered(entry.Schema) || EntryPlace.IsLast(entry)) return;
        var words = CliText.Words(entry);
        var name = CliText.Name(entry.Schema).Length + 1;
        Line("insert", way, EntryPlace.Predecessor(entry, view) is { } before ? $"{words} after {CliText.Words(before)[name..]}" : $"{words} first");
    }

    private void Line(string verb, string way, string words) => _text.Append(verb).Append(' ').Append(way).Append(words).Append('\n');
}
