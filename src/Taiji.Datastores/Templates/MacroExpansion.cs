using System.Text.RegularExpressions;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Templates;

/// <summary>
/// Macros: <c>&lt;?macro NAME PARAMETER PARAMETER='DEFAULT' …?&gt; … &lt;?endmacro?&gt;</c> at the top of a template, put in by <c>&lt;?expand NAME PARAMETER='VALUE' …?&gt;</c>. It is
/// all about text: <c>$PARAMETER</c> gives way to the value wherever it stands in the macro, before anything is looked at. All templates of a package see its macros.
/// </summary>
/// <param name="diagnostics">Get what is wrong.</param>
internal sealed partial class MacroExpansion(ICollection<Diagnostic> diagnostics)
{
    private const int MaximumDepth = 50;

    private readonly Dictionary<string, Macro> _macros = new(StringComparer.Ordinal);

    /// <summary>Takes the macros of a template out of it.</summary>
    /// <param name="root">The template.</param>
    /// <returns>The rest.</returns>
    public ElementMarkup Define(ElementMarkup root)
    {
        var rest = new List<Markup>();
        Macro? open = null;
        foreach (var child in root.Children)
        {
            switch (child)
            {
                case InstructionMarkup { Target: "macro" } begin when open is null:
                    open = Begin(begin);
                    break;
                case InstructionMarkup { Target: "macro" } nested:
                    Report(nested, "a macro can't be defined in another one");
                    break;
                case InstructionMarkup { Target: "endmacro" } end when open is null:
                    Report(end, "there is no macro to end");
                    break;
                case InstructionMarkup { Target: "endmacro" }:
                    if (!_macros.TryAdd(open.Name, open)) Report(open.Begin, $"there are two macros '{open.Name}'");
                    open = null;
                    break;
                default:
                    (open?.Content ?? rest).Add(child);
                    break;
            }
        }

        if (open is not null) Report(open.Begin, "it has no endmacro");
        return root with { Children = rest };
    }

    /// <summary>Puts macros in.</summary>
    /// <param name="element">Where they are expanded.</param>
    public ElementMarkup Expand(ElementMarkup element) => (ElementMarkup)Expand(element, _ => null, 0).Single();

    private IEnumerable<Markup> Expand(Markup markup, Func<string, string?> parameters, int depth)
    {
        switch (markup)
        {
            case ElementMarkup element:
                var attributes = element.Attributes.ToDictionary(a => a.Key, a => Replace(a.Value, parameters), StringComparer.Ordinal);
                return [element with { Attributes = attributes, Children = [.. element.Children.SelectMany(c => Expand(c, parameters, depth))] }];
            case TextMarkup text:
                return [text with { Text = Replace(text.Text, parameters) }];
            case InstructionMarkup { Target: "expand" } instruction:
                return Insert(instruction with { Data = Replace(instruction.Data, parameters) }, depth);
            case InstructionMarkup { Target: "macro" or "endmacro" } misplaced:
                Report(misplaced, "macros are defined directly in config-template");
                return [];
            case InstructionMarkup other:
                return [other with { Data = Replace(other.Data, parameters) }];
            default:
                return [];
        }
    }

    private IEnumerable<Markup> Insert(InstructionMarkup instruction, int depth)
    {
        if (ReadCall(instruction) is not { } call) return [];
        if (!_macros.TryGetValue(call.Name, out var macro))
        {
            Report(instruction, $"there is no macro '{call.Name}'");
            return [];
        }

        if (depth == MaximumDepth)
        {
            Report(instruction, $"macros expand one another deeper than {MaximumDepth}");
            return [];
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, byDefault) in macro.Parameters)
        {
            if ((call.Parameters.GetValueOrDefault(name) ?? byDefault) is { } value) values[name] = value;
            else Report(instruction, $"macro '{call.Name}' needs a value for '{name}'");
        }

        foreach (var name in call.Parameters.Keys.Where(n => !macro.Parameters.ContainsKey(n))) Report(instruction, $"macro '{call.Name}' has no parameter '{name}'");
        return [.. macro.Content.SelectMany(c => Expand(c, values.GetValueOrDefault, depth + 1)).Select(m => At(m, instruction.Place))];
    }

    // Whoever reads an error about it looks where the macro was expanded.
    private static Markup At(Markup markup, SourceLocation place) => markup switch
    {
        ElementMarkup element => element with { Place = place, Children = [.. element.Children.Select(c => At(c, place))] },
        _ => markup with { Place = place },
    };

    private Macro Begin(InstructionMarkup instruction)
    {
        var call = ReadCall(instruction) ?? new MacroCall("", new Dictionary<string, string?>());
        return new Macro(instruction, call.Name, call.Parameters, []);
    }

    private MacroCall? ReadCall(InstructionMarkup instruction)
    {
        if (Call().Match(instruction.Data) is not { Success: true } match)
        {
            Report(instruction, "a name was expected, and parameters with values in quotes");
            return null;
        }

        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < match.Groups["name"].Captures.Count; i++)
        {
            var value = match.Groups["value"].Captures[i].Value;
            parameters[match.Groups["name"].Captures[i].Value] = value.Length == 0 ? null : value[1..^1];
        }

        return new MacroCall(match.Groups["macro"].Value, parameters);
    }

    private static string Replace(string text, Func<string, string?> parameters) =>
        text.Contains('$', StringComparison.Ordinal) ? Parameter().Replace(text, m => parameters(m.Groups[1].Value) ?? m.Value) : text;

    private void Report(InstructionMarkup instruction, string problem) =>
        diagnostics.Add(new Diagnostic(TemplateDiagnostics.WrongInstruction, instruction.Place, [instruction.Target, problem]));

    [GeneratedRegex("""^(?<macro>[\w.-]+)(?:\s+(?<name>[\w.-]+)(?:\s*=\s*(?<value>'[^']*'|"[^"]*")|(?<value>)))*\s*$""")]
    private static partial Regex Call();

    [GeneratedRegex(@"\$([A-Za-z_][\w.-]*)")]
    private static partial Regex Parameter();

    private sealed record MacroCall(string Name, IReadOnlyDictionary<string, string?> Parameters);

    private sealed record Macro(InstructionMarkup Begin, string Name, IReadOnlyDictionary<string, string?> Parameters, List<Markup> Content);
}
