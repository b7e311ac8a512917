namespace Taiji.Ssh;

/// <summary>One question of keyboard-interactive authentication (RFC 4256 §3.2).</summary>
/// <param name="Text">What the client shows, not empty.</param>
/// <param name="Echo">Whether the answer may be seen while it is typed.</param>
public readonly record struct SshPrompt(string Text, bool Echo);
