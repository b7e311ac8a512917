namespace Taiji.YangCommands;

/// <summary>An option or argument that can't be used: a file that isn't there, a value that isn't one.</summary>
/// <param name="message">What is wrong, in one line.</param>
internal sealed class UnusableOptionException(string message) : Exception(message);
