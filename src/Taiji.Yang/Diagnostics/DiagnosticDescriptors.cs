using System.Reflection;

namespace Taiji.Yang.Diagnostics;

/// <summary>Every diagnostic there is, with its id, severity, message and the section that decides. Ids are never reused.</summary>
internal static partial class DiagnosticDescriptors
{
    // What the text itself shows: bytes, tokens, statements, their arguments and where they may stand.

    public static readonly DiagnosticDescriptor Unreadable = new(
        "TJ1001", DiagnosticSeverity.Error, "The file can't be read: {0}", "RFC 7950 §5.2");

    public static readonly DiagnosticDescriptor NotAFile = new(
        "TJ1002", DiagnosticSeverity.Error, "This is a directory; a file was expected.", "RFC 7950 §5.2");

    public static readonly DiagnosticDescriptor EmptyFile = new(
        "TJ1003", DiagnosticSeverity.Error, "The file is empty; a module or submodule was expected.", "RFC 7950 §5.1");

    public static readonly DiagnosticDescriptor NotUtf8 = new(
        "TJ1004", DiagnosticSeverity.Error, "The text is not UTF-8{0}.", "RFC 7950 §6");

    public static readonly DiagnosticDescriptor IllegalCharacter = new(
        "TJ1005", DiagnosticSeverity.Error, "The character {0} is not allowed in YANG text.", "RFC 7950 §14");

    public static readonly DiagnosticDescriptor KeywordExpected = new(
        "TJ1006", DiagnosticSeverity.Error, "Expected a keyword, found {0}.", "RFC 7950 §6.3");

    public static readonly DiagnosticDescriptor SeparatorExpected = new(
        "TJ1007", DiagnosticSeverity.Error, "Expected white space before the argument, found {0}.", "RFC 7950 §14");

    public static readonly DiagnosticDescriptor ArgumentExpected = new(
        "TJ1008", DiagnosticSeverity.Error, "Expected an argument, found {0}.", "RFC 7950 §6.3");

    public static readonly DiagnosticDescriptor StatementEndExpected = new(
        "TJ1009", DiagnosticSeverity.Error, "Expected ';' or '{{' after the '{0}' statement, found {1}.", "RFC 7950 §6.3");

    public static readonly DiagnosticDescriptor StringExpectedAfterPlus = new(
        "TJ1010", DiagnosticSeverity.Error, "Expected a quoted string after '+', found {0}.", "RFC 7950 §6.1.3");

    public static readonly DiagnosticDescriptor UnterminatedString = new(
        "TJ1011", DiagnosticSeverity.Error, "The string that starts here has no closing quote.", "RFC 7950 §6.1.3");

    public static readonly DiagnosticDescriptor UnterminatedComment = new(
        "TJ1012", DiagnosticSeverity.Error, "The comment that starts here has no end.", "RFC 7950 §6.1.1");

    public static readonly DiagnosticDescriptor UnexpectedEndOfFile = new(
        "TJ1013", DiagnosticSeverity.Error, "The file ends inside the '{0}' statement of line {1}; expected '}}'.", "RFC 7950 §6.3");

    public static readonly DiagnosticDescriptor UnmatchedBrace = new(
        "TJ1014", DiagnosticSeverity.Error, "This '}}' closes no statement.", "RFC 7950 §6.3");

    public static readonly DiagnosticDescriptor ModuleExpected = new(
        "TJ1015", DiagnosticSeverity.Error, "Expected a 'module' or 'submodule' statement, found '{0}'.", "RFC 7950 §5.1");

    public static readonly DiagnosticDescriptor TextAfterModule = new(
        "TJ1016", DiagnosticSeverity.Error, "Nothing may follow the module; found '{0}'.", "RFC 7950 §14");

    public static readonly DiagnosticDescriptor NestedTooDeep = new(
        "TJ1017", DiagnosticSeverity.Error, "Statements are nested more than {0} levels deep.", "RFC 7950 §6.3");

    public static readonly DiagnosticDescriptor IllegalEscape = new(
        "TJ1018", DiagnosticSeverity.Error, "The escape '{0}' is unknown in YANG 1.1; \\n, \\t, \\\" and \\\\ are known.", "RFC 7950 §6.1.3");

    public static readonly DiagnosticDescriptor QuoteInUnquotedString = new(
        "TJ1019", DiagnosticSeverity.Error, "In YANG 1.1 an unquoted string can't have a quote in it.", "RFC 7950 §6.1.3");

    public static readonly DiagnosticDescriptor UnknownStatement = new(
        "TJ1020", DiagnosticSeverity.Error, "'{0}' is no YANG statement{1}", "RFC 7950 §14");

    public static readonly DiagnosticDescriptor MisplacedStatement = new(
        "TJ1021", DiagnosticSeverity.Error, "'{0}' may not stand in '{1}'.", "RFC 7950 §7");

    public static readonly DiagnosticDescriptor OnlyInVersion11 = new(
        "TJ1022", DiagnosticSeverity.Error, "'{0}' may stand in '{1}' only in YANG 1.1.", "RFC 7950 §1.1");

    public static readonly DiagnosticDescriptor RepeatedSubstatement = new(
        "TJ1023", DiagnosticSeverity.Error, "'{0}' may stand in '{1}' only once.", "RFC 7950 §7");

    public static readonly DiagnosticDescriptor MissingSubstatement = new(
        "TJ1024", DiagnosticSeverity.Error, "'{0}' needs a '{1}' statement.", "RFC 7950 §7");

    public static readonly DiagnosticDescriptor MissingArgument = new(
        "TJ1025", DiagnosticSeverity.Error, "'{0}' needs an argument.", "RFC 7950 §6.3");

    public static readonly DiagnosticDescriptor UnexpectedArgument = new(
        "TJ1026", DiagnosticSeverity.Error, "'{0}' has no argument.", "RFC 7950 §6.3");

    public static readonly DiagnosticDescriptor BadArgument = new(
        "TJ1027", DiagnosticSeverity.Error, "'{0}' is no argument of '{1}'; expected {2}.", "RFC 7950 §14");

    public static readonly DiagnosticDescriptor WrongOrder = new(
        "TJ1028", DiagnosticSeverity.Error, "'{0}' must stand before '{1}' in a module.", "RFC 7950 §14");

    // YIN: the same statements as XML.

    public static readonly DiagnosticDescriptor MalformedXml = new(
        "TJ1051", DiagnosticSeverity.Error, "The YIN text is not well-formed XML: {0}", "RFC 7950 §13");

    public static readonly DiagnosticDescriptor YinNamespaceExpected = new(
        "TJ1052", DiagnosticSeverity.Error, "The element '{0}' is in no namespace; YIN's own elements are in urn:ietf:params:xml:ns:yang:yin:1.", "RFC 7950 §13.1");

    public static readonly DiagnosticDescriptor UnexpectedYinAttribute = new(
        "TJ1053", DiagnosticSeverity.Error, "The element '{0}' has no attribute '{1}'{2}", "RFC 7950 §13.1");

    public static readonly DiagnosticDescriptor UnexpectedYinText = new(
        "TJ1054", DiagnosticSeverity.Error, "The element '{0}' can't hold text.", "RFC 7950 §13.1");

    /// <summary>All descriptors, by id.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All =>
    [
        .. typeof(DiagnosticDescriptors).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>().OrderBy(d => d.Id, StringComparer.Ordinal),
    ];
}
