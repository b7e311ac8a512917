using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>An element or member of a small document, whatever its encoding: enough to find the way to an operation in it.</summary>
/// <param name="Module">The module of its name; null when no module of the schema has it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Origin">What it is in its encoding.</param>
/// <param name="Children">Gives what is in it.</param>
internal sealed record DocumentElement(YangModule? Module, string Name, object Origin, Func<IReadOnlyList<DocumentElement>> Children);
