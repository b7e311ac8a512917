using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Taiji.Datastores.Hosting;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Packages;

/// <summary>Reads <c>package-meta-data.xml</c>: all that is wrong with it, with the place.</summary>
internal sealed partial class PackageMetadataReader
{
    private static readonly XNamespace Ns = "urn:taiji:package";

    private readonly string _file;
    private readonly ICollection<Diagnostic> _diagnostics;

    private PackageMetadataReader(string file, ICollection<Diagnostic> diagnostics) => (_file, _diagnostics) = (file, diagnostics);

    /// <summary>Reads the metadata of a folder; null when something is wrong with it.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="diagnostics">Get what is wrong.</param>
    public static PackageMetadata? Read(string directory, ICollection<Diagnostic> diagnostics)
    {
        var file = Path.Combine(directory, PackageMetadata.FileName);
        var found = new List<Diagnostic>();
        var metadata = new PackageMetadataReader(file, found).Read();
        foreach (var diagnostic in found) diagnostics.Add(diagnostic);
        return found.Count == 0 ? metadata : null;
    }

    private PackageMetadata? Read()
    {
        try
        {
            using var reader = XmlReader.Create(_file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return Read(XDocument.Load(reader, LoadOptions.SetLineInfo).Root!);
        }
        catch (XmlException e)
        {
            Report(new SourceLocation(_file, Math.Max(e.LineNumber, 1), Math.Max(e.LinePosition, 1)), e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(new SourceLocation(_file, 1, 1), e.Message);
        }

        return null;
    }

    private PackageMetadata? Read(XElement root)
    {
        if (root.Name != Ns + "package")
        {
            Report(PlaceOf(root), $"the root element is 'package' in {Ns}, not '{root.Name.LocalName}' in '{root.Name.NamespaceName}'");
            return null;
        }

        Check(root, "name", "package-version", "description", "taiji-min-version", "required-package*", "module*", "plugin");
        var plugin = root.Element(Ns + "plugin");
        if (plugin is not null) Check(plugin, "assembly", "class");
        var name = Demand(root, "name");
        if (name is not null && !NameForm().IsMatch(name)) Report(PlaceOf(root.Element(Ns + "name")!), $"'{name}' is no name: letters, digits, '.', '_' and '-'");
        var version = ReadVersion(root, "package-version", isRequired: true);
        return new PackageMetadata
        {
            Name = name ?? "",
            Version = version ?? new Version(0, 0),
            Description = Text(root, "description"),
            MinimumTaiji = ReadVersion(root, "taiji-min-version", isRequired: false),
            Requires = [.. root.Elements(Ns + "required-package").Select(ReadRequirement)],
            Modules = root.Elements(Ns + "module").Any() ? [.. root.Elements(Ns + "module").SelectMany(ReadModule)] : null,
            Assembly = plugin is null ? null : ReadAssembly(plugin),
            StartupClass = plugin is null ? null : Demand(plugin, "class"),
            Place = PlaceOf(root),
        };
    }

    private (string, Version?) ReadRequirement(XElement element)
    {
        Check(element, "name", "min-version");
        return (Demand(element, "name") ?? "", ReadVersion(element, "min-version", isRequired: false));
    }

    private IEnumerable<ModuleSelection> ReadModule(XElement element)
    {
        try
        {
            return [ModuleSelection.Parse(element.Value.Trim())];
        }
        catch (FormatException e)
        {
            Report(PlaceOf(element), e.Message);
            return [];
        }
    }

    private string? ReadAssembly(XElement plugin)
    {
        if (Demand(plugin, "assembly") is not { } path) return null;
        // What a package brings is in its folder.
        if (!Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..")) return path;
        Report(PlaceOf(plugin.Element(Ns + "assembly")!), $"'{path}' is no path in the package's folder");
        return null;
    }

    private Version? ReadVersion(XElement parent, string name, bool isRequired)
    {
        if ((isRequired ? Demand(parent, name) : Text(parent, name)) is not { } text) return null;
        if (Version.TryParse(text.Contains('.', StringComparison.Ordinal) ? text : text + ".0", out var version)) return version;
        Report(PlaceOf(parent.Element(Ns + name)!), $"'{text}' is no version: numbers separated by dots were expected");
        return null;
    }

    private string? Demand(XElement parent, string name)
    {
        if (Text(parent, name) is { Length: > 0 } text) return text;
        Report(PlaceOf(parent.Element(Ns + name) ?? parent), $"'{name}' is missing");
        return null;
    }

    private static string? Text(XElement parent, string name) => parent.Element(Ns + name)?.Value.Trim();

    // A name that ends in an asterisk may come several times.
    private void Check(XElement parent, params IReadOnlyList<string> names)
    {
        foreach (var group in parent.Elements().GroupBy(e => e.Name))
        {
            var isKnown = group.Key.Namespace == Ns && names.Any(n => n.TrimEnd('*') == group.Key.LocalName);
            if (!isKnown) Report(PlaceOf(group.First()), $"'{group.Key.LocalName}' is unknown here: {string.Join(", ", names.Select(n => n.TrimEnd('*')))} were expected");
            else if (group.Count() > 1 && !names.Contains(group.Key.LocalName + "*")) Report(PlaceOf(group.Skip(1).First()), $"'{group.Key.LocalName}' is there twice");
        }
    }

    private SourceLocation PlaceOf(XElement element) => element is IXmlLineInfo line && line.HasLineInfo() ? new SourceLocation(_file, line.LineNumber, line.LinePosition) : new SourceLocation(_file, 1, 1);

    private void Report(SourceLocation place, string problem) => _diagnostics.Add(new Diagnostic(PackageDiagnostics.WrongMetadata, place, [problem]));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex NameForm();
}
