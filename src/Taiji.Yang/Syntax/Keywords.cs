using System.Text;

namespace Taiji.Yang.Syntax;

/// <summary>Maps keywords to <see cref="StatementKind"/> and back.</summary>
internal static class Keywords
{
    private const int TableSize = 512;

    private static readonly string[] Names =
    [
        "", "action", "anydata", "anyxml", "argument", "augment", "base", "belongs-to", "bit", "case", "choice", "config", "contact",
        "container", "default", "description", "deviate", "deviation", "enum", "error-app-tag", "error-message", "extension", "feature",
        "fraction-digits", "grouping", "identity", "if-feature", "import", "include", "input", "key", "leaf", "leaf-list", "length", "list",
        "mandatory", "max-elements", "min-elements", "modifier", "module", "must", "namespace", "notification", "ordered-by",
        "organization", "output", "path", "pattern", "position", "prefix", "presence", "range", "reference", "refine", "require-instance",
        "revision", "revision-date", "rpc", "status", "submodule", "type", "typedef", "unique", "units", "uses", "value", "when",
        "yang-version", "yin-element",
    ];

    private static readonly byte[][] Utf8Names = [.. Names.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[] Table = BuildTable();

    /// <summary>The number of keywords plus one for <see cref="StatementKind.Unknown"/>.</summary>
    public static int Count => Names.Length;

    public static IEnumerable<string> All => Names.Skip(1);

    public static string NameOf(StatementKind kind) => Names[(int)kind];

    public static StatementKind Find(ReadOnlySpan<byte> keyword)
    {
        if (keyword.IsEmpty) return StatementKind.Unknown;
        for (var slot = Hash(keyword); Table[slot] != 0; slot = (slot + 1) % TableSize)
        {
            if (keyword.SequenceEqual(Utf8Names[Table[slot]])) return (StatementKind)Table[slot];
        }

        return StatementKind.Unknown;
    }

    public static StatementKind Find(string keyword) => Find(Encoding.UTF8.GetBytes(keyword));

    private static int Hash(ReadOnlySpan<byte> s) =>
        (s.Length * 61 + s[0] * 5 + s[^1] * 17 + s[s.Length / 2] * 131) % TableSize;

    private static byte[] BuildTable()
    {
        var table = new byte[TableSize];
        for (var i = 1; i < Utf8Names.Length; i++)
        {
            var slot = Hash(Utf8Names[i]);
            while (table[slot] != 0) slot = (slot + 1) % TableSize;
            table[slot] = (byte)i;
        }

        return table;
    }
}
