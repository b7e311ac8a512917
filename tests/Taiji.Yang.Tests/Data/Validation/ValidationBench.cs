using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data.Validation;

/// <summary>A module's text, documents, and what validation says about them.</summary>
internal sealed class ValidationBench
{
    public ValidationBench(string body)
    {
        Schema = SchemaCompiler.FromTexts($"module v {{ yang-version 1.1; namespace \"urn:v\"; prefix v; {body} }}").GetSchemaOrThrow();
        Validator = new DataValidator(Schema);
    }

    public YangSchema Schema { get; }

    public DataValidator Validator { get; }

    public DataTree Tree(string xml)
    {
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(Encoding.UTF8.GetBytes($"<data xmlns='urn:v'>{xml}</data>")));
        reader.MoveToContent();
        return new XmlDataReader(Schema, new DataReadOptions { AllowState = true }).ReadTree(reader);
    }

    public string[] Errors(string xml, ValidationContent content = ValidationContent.Configuration) => Show(Validator.Validate(Tree(xml), content));

    /// <summary>What the change from one document to another breaks; asserted to be what a whole validation finds.</summary>
    public string[] Change(string before, string after)
    {
        var tree = Tree(after);
        var incremental = Show(Validator.Validate(new DataDiff(Tree(before), tree)));
        incremental.Order(StringComparer.Ordinal).ShouldBe(Show(Validator.Validate(tree)).Distinct().Order(StringComparer.Ordinal));
        return incremental;
    }

    public static string[] Show(IEnumerable<RpcError> errors) => [.. errors.Select(e => $"{e.Tag} {e.AppTag ?? "-"} {e.Path}")];
}
