using System.CommandLine;
using Taiji.YangCommands.Documents;
using Taiji.YangCommands.Schemas;
using Taiji.YangCommands.Trees;

namespace Taiji.YangCommands;

/// <summary><c>taiji yang</c>: what can be done with modules and documents without a server. Status 0: valid; 1: invalid; 2: unusable options.</summary>
internal static class YangCommand
{
    public static Command Make() => new("yang", "Check YANG modules, and work with documents of their data; needs no server.")
    {
        CheckCommand.Make(),
        TreeCommand.Make(),
        ValidateCommand.Make(),
        ConvertCommand.Make(),
        DiffCommand.Make(),
        XPathCommand.Make(),
        CompatCommand.Make(),
    };
}
