using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Staging;

/// <summary>What is in a session's candidate, against what running is now.</summary>
/// <param name="IsModified">Whether there is anything to commit.</param>
/// <param name="Base">The commit of running that its changes were begun on.</param>
/// <param name="Running">The newest commit of running.</param>
/// <param name="LastModified">When it was edited last.</param>
/// <param name="Conflicts">The nodes that others have changed meanwhile, each with who did and when: what a commit would be refused with.</param>
public sealed record CandidateStatus(bool IsModified, long Base, long Running, DateTimeOffset LastModified, IReadOnlyList<RpcError> Conflicts);
