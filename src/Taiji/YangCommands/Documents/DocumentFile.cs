using System.Text;

namespace Taiji.YangCommands.Documents;

/// <summary>A document as text, in memory.</summary>
/// <param name="name">The file's name, for messages.</param>
/// <param name="bytes">Its content.</param>
internal sealed class DocumentFile(string name, byte[] bytes)
{
    private string? _text;

    /// <summary>The file's name.</summary>
    public string Name { get; } = name;

    /// <summary>The bytes of a JSON document.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The text of an XML document: a byte order mark tells the encoding; otherwise UTF-8.</summary>
    public string Text => _text ??= Decode();

    /// <summary>The first character that is not white space; null when there is none.</summary>
    public char? First => Text.AsSpan().TrimStart() is [var first, ..] ? first : null;

    /// <summary>Reads a file; <c>-</c> is standard input.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="UnusableOptionException">It can't be read.</exception>
    public static DocumentFile Read(string path)
    {
        try
        {
            if (path != "-") return new DocumentFile(path, File.ReadAllBytes(path));
            using var content = new MemoryStream();
            using var input = Console.OpenStandardInput();
            input.CopyTo(content);
            return new DocumentFile("standard input", content.ToArray());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableOptionException($"{path}: there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UnusableOptionException(Directory.Exists(path) ? $"{path}: is a directory; a file was expected" : $"{path}: {e.Message}");
        }
    }

    private string Decode()
    {
        using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
