using System.Text;

namespace Taiji.YangCommands.Documents;

/// <summary>A document in a file; what can be read once only (standard input, a pipe) is kept in memory.</summary>
/// <param name="name">The file's name, for messages.</param>
/// <param name="open">Opens the content.</param>
internal sealed class DocumentFile(string name, Func<Stream> open)
{
    private string? _text;

    /// <summary>The file's name.</summary>
    public string Name { get; } = name;

    /// <summary>The bytes, all in memory.</summary>
    public byte[] Bytes
    {
        get
        {
            using var stream = open();
            return Whole(stream);
        }
    }

    /// <summary>The text of an XML document, all in memory: a byte order mark tells the encoding; otherwise UTF-8.</summary>
    public string Text
    {
        get
        {
            if (_text is not null) return _text;
            using var reader = Decode();
            return _text = reader.ReadToEnd();
        }
    }

    /// <summary>The first character that is not white space; null when there is none.</summary>
    public char? First
    {
        get
        {
            using var reader = Decode();
            int next;
            do next = reader.Read();
            while (next >= 0 && char.IsWhiteSpace((char)next));
            return next < 0 ? null : (char)next;
        }
    }

    /// <summary>Finds a file; <c>-</c> is standard input.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="UnusableOptionException">It can't be read.</exception>
    public static DocumentFile At(string path)
    {
        try
        {
            if (path == "-")
            {
                using var input = Console.OpenStandardInput();
                return InMemory("standard input", input);
            }

            using var file = File.OpenRead(path);
            return file.CanSeek ? new DocumentFile(path, () => File.OpenRead(path)) : InMemory(path, file);
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

    /// <summary>The bytes from the beginning; the caller disposes of the stream.</summary>
    public Stream Open() => open();

    private static DocumentFile InMemory(string name, Stream content)
    {
        var bytes = Whole(content);
        return new DocumentFile(name, () => new MemoryStream(bytes, writable: false));
    }

    private static byte[] Whole(Stream stream)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private StreamReader Decode() => new(open(), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true);
}
