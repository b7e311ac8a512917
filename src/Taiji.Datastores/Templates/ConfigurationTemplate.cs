using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Templates;

/// <summary>
/// A configuration template: the XML of what to configure, with expressions in braces and instructions (<c>docs/packages.md</c>), checked against the schema when it was loaded.
/// </summary>
public sealed class ConfigurationTemplate
{
    private readonly IReadOnlyList<TemplateNode> _content;
    private readonly YangSchema _schema;

    internal ConfigurationTemplate(string name, string file, YangSchema schema, IReadOnlyList<TemplateNode> content)
    {
        (Name, File, _schema, _content) = (name, file, schema, content);
        Variables = TemplateVariables.Of(content);
    }

    /// <summary>The namespace of the root element, <c>config-template</c>.</summary>
    public const string Namespace = "http://tail-f.com/ns/config/1.0";

    /// <summary>The variable that has the template's name; nobody else sets it.</summary>
    public const string NameVariable = "TEMPLATE_NAME";

    /// <summary>Its name: that of its file, without <c>.xml</c>.</summary>
    public string Name { get; }

    /// <summary>Its file.</summary>
    public string File { get; }

    /// <summary>The variables that must be given, in the order in which they are first written.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>What applying it would do: edits of configuration, to be made all or nothing (<see cref="Transactions.ConfigurationTransaction.Edit"/>, <see cref="Operations.EditAsync"/>).</summary>
    /// <param name="input">The variables, and the data that expressions see.</param>
    /// <exception cref="RpcErrorException">
    /// missing-element: a variable has no value; invalid-value: a variable that the template doesn't have, a value that isn't of its node's type, an expression that gives something
    /// else than what is needed there; data-missing: there is no such context node; resource-denied: it never ends. Each with the place in the template.
    /// </exception>
    public IReadOnlyList<Edit> Expand(TemplateInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DemandVariables(input.Variables);
        using var output = new TemplateOutput(_schema);
        new TemplateExpander(this, input, output).Expand(_content);
        using var text = output.End();
        using var reader = XmlDataReader.CreateXmlReader(text);
        reader.MoveToContent();
        try
        {
            return new XmlDataReader(_schema).ReadEdits(reader, EditOperation.Merge);
        }
        catch (RpcErrorException e)
        {
            throw new RpcErrorException([.. e.Errors.Select(x => x with { Message = $"{(output.PlaceOf(x.Path) is { } place ? TemplateErrors.Text(place) : Name)}: {x.Message}" })]);
        }
    }

    private void DemandVariables(IReadOnlyDictionary<string, string> given)
    {
        var errors = Variables.Where(v => !given.ContainsKey(v)).Select(v => Error(ErrorTag.MissingElement, v, $"template '{Name}' needs a value for its variable '{v}'"))
            .Concat(given.Keys.Where(v => !Variables.Contains(v)).Select(v => Error(ErrorTag.InvalidValue, v, $"template '{Name}' has no variable '{v}': it has {Names()}"))).ToList();
        if (errors.Count > 0) throw new RpcErrorException(errors);
    }

    private string Names() => Variables.Count == 0 ? "none" : new StringBuilder().AppendJoin(", ", Variables).ToString();

    private static RpcError Error(string tag, string variable, string message) =>
        new() { Type = ErrorType.Application, Tag = tag, Message = message, Info = tag == ErrorTag.MissingElement ? [new ErrorInfo("bad-element", variable)] : [] };
}
