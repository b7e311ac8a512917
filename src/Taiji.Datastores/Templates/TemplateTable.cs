using Taiji.Datastores.Hosting;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Templates;

/// <summary>A folder of templates: its files <c>*.xml</c>, subfolders included. Its macros are seen in all of them.</summary>
/// <param name="Directory">The folder; one that isn't there holds none.</param>
public sealed record TemplateSource(string Directory);

/// <summary>The configuration templates of a host, checked against its schema when it starts.</summary>
public sealed class TemplateTable
{
    private readonly Dictionary<string, ConfigurationTemplate> _templates = new(StringComparer.Ordinal);

    /// <summary>Reads the templates.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="sources">Where they are.</param>
    /// <exception cref="HostStartException">Something is wrong with them; with every finding.</exception>
    public TemplateTable(YangSchema schema, IEnumerable<TemplateSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var diagnostics = new List<Diagnostic>();
        foreach (var source in sources.Where(s => Directory.Exists(s.Directory))) Read(schema, source.Directory, diagnostics);
        if (diagnostics.Count > 0) throw new HostStartException(diagnostics);
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyCollection<ConfigurationTemplate> All => _templates.Values;

    /// <summary>The template of a name; null for none.</summary>
    /// <param name="name">The name.</param>
    public ConfigurationTemplate? Find(string name) => _templates.GetValueOrDefault(name);

    /// <summary>The template of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="RpcErrorException">invalid-value: there is none.</exception>
    public ConfigurationTemplate Get(string name) =>
        Find(name) ?? throw new RpcErrorException(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Message = $"There is no template '{name}'." });

    private void Read(YangSchema schema, string directory, List<Diagnostic> diagnostics)
    {
        var macros = new MacroExpansion(diagnostics);
        var files = Directory.EnumerateFiles(directory, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var roots = files.Select(f => (File: f, Root: MarkupReader.Read(f, diagnostics))).Where(r => r.Root is not null && IsTemplate(r.Root, diagnostics))
            .Select(r => (r.File, Root: macros.Define(r.Root!))).ToList();
        foreach (var (file, root) in roots)
        {
            var content = new TemplateCompiler(schema, diagnostics).Compile(macros.Expand(root));
            var template = new ConfigurationTemplate(Path.GetFileNameWithoutExtension(file), file, schema, content);
            if (!_templates.TryAdd(template.Name, template))
                diagnostics.Add(new Diagnostic(TemplateDiagnostics.DuplicateTemplate, root.Place, [template.Name, _templates[template.Name].File]));
        }
    }

    private static bool IsTemplate(ElementMarkup root, List<Diagnostic> diagnostics)
    {
        if (root is { Name: "config-template", Namespace: ConfigurationTemplate.Namespace })
        {
            if (root.Attributes.Count == 0) return true;
            diagnostics.Add(new Diagnostic(TemplateDiagnostics.WrongAttribute, root.Place, [root.Attributes.Keys.First(), "config-template has none: a template is applied by whoever asks for it"]));
            return false;
        }

        diagnostics.Add(new Diagnostic(TemplateDiagnostics.WrongRoot, root.Place, [ConfigurationTemplate.Namespace, root.Namespace.Length == 0 ? root.Name : $"{root.Name} in {root.Namespace}"]));
        return false;
    }
}
