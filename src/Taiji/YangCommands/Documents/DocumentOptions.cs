using System.CommandLine;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>The options that say what a document holds.</summary>
internal sealed class DocumentOptions
{
    private readonly Option<string> _type;
    private readonly Option<bool> _noState = new("--no-state") { Description = "No state may be in the document." };
    private readonly Option<string?> _operational = new("--operational") { Description = "Other data that the document leans on.", HelpName = "FILE" };
    private readonly Option<string?> _context;

    /// <summary>Makes the options.</summary>
    /// <param name="context">What <c>--context</c> means to the command.</param>
    /// <param name="kinds">The kinds of document that the command takes.</param>
    public DocumentOptions(string context, params string[] kinds)
    {
        _type = new Option<string>("--type") { Description = "What the document holds (default data).", DefaultValueFactory = _ => "data" };
        _type.AcceptOnlyFromAmong(kinds);
        _context = new Option<string?>("--context") { Description = context, HelpName = "PATH" };
    }

    /// <summary>Adds all to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        AddTypeTo(command);
        command.Options.Add(_operational);
        command.Options.Add(_context);
    }

    /// <summary>Adds those that say what is in the document.</summary>
    /// <param name="command">The command.</param>
    public void AddTypeTo(Command command)
    {
        command.Options.Add(_type);
        command.Options.Add(_noState);
    }

    /// <summary>The kind.</summary>
    /// <param name="parsed">The command line.</param>
    public DocumentKind Kind(ParseResult parsed) => DocumentKinds.Parse(parsed.GetValue(_type)!);

    /// <summary>Whether state may be in the document.</summary>
    /// <param name="parsed">The command line.</param>
    public bool AllowsState(ParseResult parsed) => !parsed.GetValue(_noState) && Kind(parsed) is not (DocumentKind.Config or DocumentKind.Edit);

    /// <summary>The file of other data, or null.</summary>
    /// <param name="parsed">The command line.</param>
    public string? Operational(ParseResult parsed) => parsed.GetValue(_operational);

    /// <summary>The context's path, or null.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="schema">The schema.</param>
    /// <exception cref="UnusableOptionException">It is no path in the schema.</exception>
    public DataPath? Context(ParseResult parsed, YangSchema schema)
    {
        if (parsed.GetValue(_context) is not { } text) return null;
        try
        {
            return DataPath.Parse(schema, text);
        }
        catch (RpcErrorException e)
        {
            throw new UnusableOptionException($"--context {text}: {e.Errors[0].Message}");
        }
    }

    /// <summary>A reader for the documents.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="schema">The schema.</param>
    public DocumentReader Reader(ParseResult parsed, YangSchema schema) =>
        new(schema, Kind(parsed), AllowsState(parsed), Kind(parsed).IsOperation() ? Context(parsed, schema) : null);
}
