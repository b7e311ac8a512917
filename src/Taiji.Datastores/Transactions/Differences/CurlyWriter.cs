using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions.Differences;

/// <summary>Writes a difference as a tree in curly brackets: with the sign of each line that comes or goes, or with <c>delete:</c> before what goes.</summary>
/// <param name="view">Whether a node may be read; null for all.</param>
/// <param name="hasSigns">Whether lines begin with <c>+</c>, <c>-</c> or a blank.</param>
internal sealed class CurlyWriter(Func<DataNode, bool>? view, bool hasSigns)
{
    private const int Step = 4;

    private readonly StringBuilder _text = new();

    /// <summary>Writes it.</summary>
    /// <param name="root">The difference.</param>
    public string Write(DeltaNode root)
    {
        foreach (var child in Children(root)) WriteDelta(child, 0);
        return _text.ToString();
    }

    // What is to be read by a machine has deletions first; people expect the order of the document.
    private IEnumerable<DeltaNode> Children(DeltaNode delta) => hasSigns ? delta.InDocumentOrder : delta.Children;

    private void WriteDelta(DeltaNode delta, int depth)
    {
        switch (delta.Change?.Kind)
        {
            case DataChangeKind.Created:
                WriteAll(delta.Node, '+', depth, Place(delta.Node));
                break;

            case DataChangeKind.Deleted when hasSigns:
                WriteAll(delta.Node, '-', depth, "");
                break;

            case DataChangeKind.Deleted:
                Line(' ', depth, $"delete: {CliText.Words(delta.Node)};");
                break;

            case DataChangeKind.ValueChanged:
                if (hasSigns) Line('-', depth, $"{CliText.WordsWithValue(delta.Change.Value.Before)};");
                Line('+', depth, $"{CliText.WordsWithValue(delta.Node)};");
                break;

            case null when !delta.Children.Any():
                break;

            default:
                WriteWay(delta, depth);
                break;
        }

        foreach (var attribute in delta.Attributes) WriteAttribute(CliText.Words(delta.Node), attribute, depth);
    }

    private void WriteAttribute(string words, AttributeChange change, int depth)
    {
        if (change.Before is not null && hasSigns) Line('-', depth, $"annotate {words} {change.Name} {CliText.Quote(change.Before)};");
        if (change.After is not null) Line('+', depth, $"annotate {words} {change.Name} {CliText.Quote(change.After)};");
        else if (!hasSigns) Line(' ', depth, $"delete: annotate {words} {change.Name};");
    }

    private void WriteAttributes(DataNode node, char sign, int depth)
    {
        foreach (var (name, value) in CliText.Attributes(node)) Line(sign, depth, $"annotate {CliText.Words(node)} {name} {CliText.Quote(value)};");
    }

    private void WriteWay(DeltaNode delta, int depth)
    {
        var place = delta.Change?.Kind == DataChangeKind.Moved ? Place(delta.Node) : "";
        var sign = place.Length > 0 ? '+' : ' ';
        if (delta.Schema is LeafListNode)
        {
            Line(sign, depth, $"{place}{CliText.Words(delta.Node)};");
            return;
        }

        Line(sign, depth, $"{place}{CliText.Words(delta.Node)} {{");
        foreach (var child in Children(delta)) WriteDelta(child, depth + 1);
        Line(' ', depth, "}");
    }

    private void WriteAll(DataNode node, char sign, int depth, string place)
    {
        if (view?.Invoke(node) == false) return;
        if (node.Schema is not InnerNode)
        {
            Line(sign, depth, $"{place}{CliText.WordsWithValue(node)};");
            WriteAttributes(node, sign, depth);
            return;
        }

        Line(sign, depth, $"{place}{CliText.Words(node)} {{");
        foreach (var child in node.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) WriteAll(child, sign, depth + 1, "");
        }

        Line(sign, depth, "}");
        WriteAttributes(node, sign, depth);
    }

    // Where an entry of a user-ordered list is put: nothing when that is where a new one goes anyhow.
    private string Place(DataNode entry)
    {
        if (!EntryPlace.IsUserOrdered(entry.Schema) || EntryPlace.IsLast(entry)) return "";
        return EntryPlace.Predecessor(entry, view) is { } before ? $"after {Key(before)}: " : "first: ";
    }

    private static string Key(DataNode entry)
    {
        var words = CliText.Words(entry);
        return words[(CliText.Name(entry.Schema).Length + 1)..];
    }

    private void Line(char sign, int depth, string text)
    {
        if (hasSigns) _text.Append(sign);
        _text.Append(' ', depth * Step).Append(text).Append('\n');
    }
}
