using System.Net;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Auditing;

/// <summary>One thing that somebody did, or was refused.</summary>
/// <param name="Action">What: <c>login</c>, <c>session-start</c>, <c>session-end</c>, <c>commit</c>, <c>edit</c>, <c>invoke</c>, <c>lock</c> …</param>
/// <param name="Result"><c>ok</c>, or why not: an error-tag.</param>
public sealed record AuditRecord(string Action, string Result)
{
    /// <summary>The user's name; null for the server itself.</summary>
    public string? User { get; init; }

    /// <summary>The session, or null before there is one.</summary>
    public uint? Session { get; init; }

    /// <summary>The transport.</summary>
    public string? Transport { get; init; }

    /// <summary>The client's address; null when local.</summary>
    public IPEndPoint? Source { get; init; }

    /// <summary>On what: a path, an operation's name, another session; null when that is said otherwise.</summary>
    public string? Target { get; init; }

    /// <summary>The number of the commit that it tells of; null when it tells of none.</summary>
    public long? Commit { get; init; }

    /// <summary>When it was, for what is told of later: a commit that the log had not been told of when the server ended. Null for now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The id of the distributed trace that it is a part of; null for none.</summary>
    public string? Trace { get; init; }

    /// <summary>What was changed, for <c>commit</c>.</summary>
    public IReadOnlyList<AuditEdit> Edits { get; init; } = [];

    /// <summary>How many changes more there were than <see cref="Edits"/> tells.</summary>
    public long MoreEdits { get; init; }

    /// <summary>A record of what a session did.</summary>
    /// <param name="session">The session; null for the server itself.</param>
    /// <param name="action">What.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="target">On what.</param>
    public static AuditRecord Of(Session? session, string action, string result, string? target = null) => new(action, result)
    {
        User = session?.User, Session = session?.Id, Transport = session?.Identity.Transport, Source = session?.Identity.Source, Target = target, Trace = session?.Trace?.TraceId,
    };
}

/// <summary>One change.</summary>
/// <param name="Operation"><c>create</c>, <c>delete</c>, <c>replace</c>, <c>move</c> or <c>annotate</c>.</param>
/// <param name="Path">The node; with <c>/@NAME</c> behind it an attribute of it.</param>
/// <param name="Value">A leaf's or attribute's new value, <c>***</c> for a secret one; null for other nodes.</param>
public sealed record AuditEdit(string Operation, string Path, string? Value);
