using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;
using Taiji.Yang.Tests.Encodings;
using Taiji.Yang.Tests.Types;
using Taiji.Yang.Tests.XPath;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;
using Taiji.Yang.XPath.Evaluation;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.Tests.Fuzzing;

/// <summary>What is fuzzed: good texts to damage, and what is done with the damaged ones.</summary>
/// <param name="Seeds">The good texts.</param>
/// <param name="Run">Takes a text; throws only when something is wrong with this project.</param>
internal sealed record FuzzTarget(Func<IEnumerable<string>> Seeds, Action<string> Run)
{
    private const string NextFile = "\n// next file\n";

    public static readonly Dictionary<string, FuzzTarget> All = new()
    {
        ["modules"] = new(Modules, Compile),
        ["yin"] = new(() => Directory.GetFiles(SharedFiles.At("cases", "yang"), "*.yin", SearchOption.AllDirectories).Order().Select(File.ReadAllText), Compile),
        ["rewriting"] = new(Modules, Rewrite),
        ["expressions"] = new(() => Rows("expression").Concat(Arguments("must|when|path")), Evaluate),
        ["patterns"] = new(() => Arguments("pattern"), Match),
        ["json"] = new(() => Instances("json"), ReadJson),
        ["xml"] = new(() => Instances("xml"), ReadXml),
        ["paths"] = new(() => Rows("context").Concat(Rows("result").SelectMany(r => r.Split(" | "))).Where(r => r.StartsWith('/')), ReadPath),
    };

    private static readonly Lazy<DataTree> Library = new(() => XPathDocuments.Read("d1"));
    private static readonly Lazy<Dictionary<string, YangSchema>> Schemas = new(
        () => InstanceCase.All.Where(c => c.File.StartsWith("gen/", StringComparison.Ordinal)).DistinctBy(c => c.SchemaKey).ToDictionary(c => c.SchemaKey, c => c.Compile()!));

    /// <summary>The modules of a folder together, so that what one says about another is damaged too.</summary>
    private static IEnumerable<string> Modules()
    {
        var cases = Directory.GetDirectories(SharedFiles.At("cases", "yang")).Order()
            .Select(d => string.Join(NextFile, Directory.GetFiles(d, "*.yang").Order().Select(File.ReadAllText)));
        var published = Directory.GetFiles(SharedFiles.At("yang"), "ietf-*.yang", SearchOption.AllDirectories).Order().Select(File.ReadAllText);
        return cases.Concat(published).Where(t => t.Length is > 0 and < 40_000);
    }

    private static void Compile(string text)
    {
        var result = SchemaCompiler.FromTexts(text.Split(NextFile));
        (result.Schema is null).ShouldBe(result.Errors.Any());
        foreach (var diagnostic in result.Diagnostics) diagnostic.ToString().ShouldNotBeEmpty();
    }

    /// <summary>What a text says is what it says once written anew.</summary>
    private static void Rewrite(string text)
    {
        foreach (var file in text.Split(NextFile))
        {
            var read = StatementReader.Read("a.yang", Encoding.UTF8.GetBytes(file));
            if (read.Root is null || read.Diagnostics.Count > 0) continue;
            var written = YangWriter.Write(read.Root);
            var again = StatementReader.Read("b.yang", Encoding.UTF8.GetBytes(written));
            Plain(again.Root!).ShouldBe(Plain(read.Root), written);
        }
    }

    private static string Plain(Statement statement) => $"{statement.Prefix}:{statement.Keyword} {statement.Argument}{{{string.Concat(statement.Substatements.Select(Plain))}}}";

    private static IEnumerable<string> Rows(string column) => CsvTable.Read(SharedFiles.At("xpath", "xpath.csv")).Select(r => r[column]).Where(t => t.Length > 0).Distinct();

    /// <summary>The arguments that published modules give to these statements.</summary>
    private static IEnumerable<string> Arguments(string keywords) => Directory.GetFiles(SharedFiles.At("yang"), "*.yang", SearchOption.AllDirectories).Order()
        .SelectMany(f => Regex.Matches(File.ReadAllText(f), $"\\b(?:{keywords})\\s+(?:\"([^\"]*)\"|'([^']*)')").Select(m => m.Groups[1].Value + m.Groups[2].Value)).Distinct();

    private static void Evaluate(string text)
    {
        var module = XPathDocuments.Schema.FindModule("xp-main")!;
        if (!XPathParser.TryParse(text, new XPathDocuments.Prefixes(module), out var expression, out var error))
        {
            error.Position.ShouldBeInRange(0, text.Length);
            return;
        }

        var tree = Library.Value;
        tree.TryFind(DataPath.Parse(XPathDocuments.Schema, "/xp-main:lib/book[isbn='111']/year"), out var context).ShouldBeTrue();
        var found = XPathBinder.Bind(expression, XPathDocuments.Schema.Root, context.Schema, module);
        Survives(() =>
        {
            var value = new XPathEvaluator(new AccessibleTree(tree)).Evaluate(expression, new XPathNode(context), module);
            // What the binder says is never found, is never found.
            if (found.DeadSteps.Count > 0 && expression.Term is PathTerm { Start: null } path && path.Steps.All(s => s.Predicates.Count == 0)) value.Nodes.ShouldBeEmpty(text);
        });
    }

    private static void Match(string text)
    {
        if (!XsdRegexParser.TryParse(text, out var syntax, out var error))
        {
            error.Position.ShouldBeInRange(0, text.Length);
            return;
        }

        var expression = new PatternExpression(syntax);
        foreach (var value in new[] { "", "a", "1.2.3.4", "é😀", new string('a', 3000), new string('1', 3000) + "!" })
        {
            if (XsdMatcher.IsMatch(syntax, value) is { } slow && expression.IsMatch(value) is { } fast) fast.ShouldBe(slow, $"{text} ~ {value}");
        }
    }

    private static IEnumerable<string> Instances(string encoding) => InstanceCase.All
        .Where(c => c.Encoding == encoding && c.File.StartsWith("gen/", StringComparison.Ordinal))
        .Select(c => c.SchemaKey + "\n" + File.ReadAllText(SharedFiles.At("cases", "instance", c.File)));

    private static YangSchema SchemaOf(ref string text)
    {
        var end = text.IndexOf('\n');
        if (end < 0 || !Schemas.Value.TryGetValue(text[..end], out var schema)) return Schemas.Value.Values.First();
        text = text[(end + 1)..];
        return schema;
    }

    private static void ReadJson(string text)
    {
        var schema = SchemaOf(ref text);
        Survives(() => new JsonDataReader(schema, new DataReadOptions { AllowState = true }).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text))));
    }

    private static void ReadXml(string text)
    {
        var schema = SchemaOf(ref text);
        var body = Regex.Replace(text, @"^\uFEFF?\s*<\?xml[^>]*\?>", "");
        var reader = XmlDataReader.CreateXmlReader(new MemoryStream(Encoding.UTF8.GetBytes($"<data>{body}</data>")));
        reader.MoveToContent();
        Survives(() => new XmlDataReader(schema, new DataReadOptions { AllowState = true }).ReadTree(reader));
    }

    /// <summary>Both readers of instance-identifiers; what they accept, they write in a form that means the same.</summary>
    private static void ReadPath(string text)
    {
        var schema = XPathDocuments.Schema;
        Survives(() =>
        {
            var path = DataPath.Parse(schema, text);
            DataPath.Parse(schema, path.ToString()).ToString().ShouldBe(path.ToString());
        });
        var type = TypeBench.Make(BuiltInType.InstanceIdentifier);
        if (TypeBench.TryStore(type, text, out var stored, ValueForm.Json, schema: schema) is not null) return;
        var shown = TypeBench.Show(type, stored, schema: schema);
        TypeBench.Show(type, TypeBench.Store(type, shown, ValueForm.Canonical, schema: schema), schema: schema).ShouldBe(shown);
    }

    private static void Survives(Action read)
    {
        try
        {
            read();
        }
        catch (RpcErrorException e)
        {
            e.Errors.ShouldNotBeEmpty();
        }
        catch (XmlException)
        {
            // Nothing to read before the document element.
        }
    }
}
