using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>
/// Gives extensions' statements of a YIN text the prefixes and arguments that they have in YANG: XML names their module by its namespace, and only the extension's definition
/// tells whether its first element is the argument (RFC 7950 §13.1, §7.19.2.2).
/// </summary>
internal static class YinExtensions
{
    /// <summary>Goes through a text, once what it imports is loaded.</summary>
    public static void Settle(ModuleText text)
    {
        if (text.YinNamespaces is null) return;
        Settle(text.Root, text, text.YinNamespaces);
        text.SetYang(YangWriter.Write(text.Root));
    }

    private static void Settle(Statement parent, ModuleText text, IReadOnlyDictionary<string, string> namespaces)
    {
        foreach (var statement in parent.Children)
        {
            if (statement.Prefix is not null) SettleInstance(statement, text, namespaces);
            Settle(statement, text, namespaces);
        }
    }

    private static void SettleInstance(Statement statement, ModuleText text, IReadOnlyDictionary<string, string> namespaces)
    {
        var space = namespaces.GetValueOrDefault(statement.Prefix!);
        var xmlPrefix = statement.Prefix;
        foreach (var (prefix, module) in text.Prefixes)
        {
            if (module is null || module.Module.Namespace != space) continue;
            var argument = module.Extensions.GetValueOrDefault(statement.Keyword)?.Statement.Find(StatementKind.Argument);
            if (argument?.Find(StatementKind.YinElement)?.Argument == "true" && !statement.HasArgument
                && statement.Children is [{ } first, ..] && first.Prefix == xmlPrefix && first.Keyword == argument.Argument)
            {
                statement.AdoptArgument();
            }

            statement.Prefix = prefix;
            return;
        }
    }
}
