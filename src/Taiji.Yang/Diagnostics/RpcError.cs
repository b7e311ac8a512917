namespace Taiji.Yang.Diagnostics;

/// <summary>The conceptual layer an error arose in (RFC 6241 §4.3 <c>error-type</c>).</summary>
public enum ErrorType
{
    /// <summary><c>transport</c>: secure transport.</summary>
    Transport,

    /// <summary><c>rpc</c>: messages.</summary>
    Rpc,

    /// <summary><c>protocol</c>: operations.</summary>
    Protocol,

    /// <summary><c>application</c>: content.</summary>
    Application,
}

/// <summary>Whether an <see cref="RpcError"/> is an error or a warning (RFC 6241 §4.3 <c>error-severity</c>).</summary>
public enum ErrorSeverity
{
    /// <summary><c>error</c>.</summary>
    Error,

    /// <summary><c>warning</c>.</summary>
    Warning,
}

/// <summary>One element of <c>error-info</c>, e.g. <c>bad-element</c> or <c>session-id</c>.</summary>
/// <param name="Name">The element's local name.</param>
/// <param name="Value">Its text.</param>
/// <param name="Namespace">Its namespace; null for NETCONF's base namespace.</param>
public sealed record ErrorInfo(string Name, string Value, string? Namespace = null)
{
    /// <summary>The elements in it, in place of text: for yang-data (RFC 8040 §8).</summary>
    public IReadOnlyList<ErrorInfo> Children { get; init; } = [];

    /// <summary>Whether <see cref="Value"/> is a path in RFC 7951 §6.11 form, which XML has with prefixes.</summary>
    public bool IsPath { get; init; }
}

/// <summary>A commit that a change in the making conflicts with.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="User">Who committed it; null for the server itself.</param>
/// <param name="Time">When.</param>
public sealed record ConflictingCommit(long Sequence, string? User, DateTimeOffset Time);

/// <summary>An error for a client: exactly RFC 6241 §4.3's <c>rpc-error</c>, whichever protocol carries it.</summary>
public sealed record RpcError
{
    /// <summary>The layer.</summary>
    public required ErrorType Type { get; init; }

    /// <summary>The condition: one of <see cref="ErrorTag"/>'s values.</summary>
    public required string Tag { get; init; }

    /// <summary>Error unless said otherwise.</summary>
    public ErrorSeverity Severity { get; init; } = ErrorSeverity.Error;

    /// <summary><c>error-app-tag</c>, e.g. <c>data-not-unique</c> (RFC 7950 §15).</summary>
    public string? AppTag { get; init; }

    /// <summary>
    /// The instance-identifier of the node in its RFC 7951 §6.11 form (module names where they change:
    /// <c>/ietf-interfaces:interfaces/interface[name='eth0']/mtu</c>); each protocol renders it in its own form.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Whether <see cref="Path"/> begins at an operation's input, and not in a datastore.</summary>
    public bool IsOfInput { get; init; }

    /// <summary>What a person reads: what is wrong and what was expected.</summary>
    public string? Message { get; init; }

    /// <summary><c>error-info</c>.</summary>
    public IReadOnlyList<ErrorInfo> Info { get; init; } = [];

    /// <summary>Of a conflict (app-tag <c>conflict</c>): the newest commit since that touched the node. No part of what protocols send, but for the sentence in <see cref="Message"/>.</summary>
    public ConflictingCommit? Conflict { get; init; }

    /// <summary>Where it is in the document that was read, for whoever has that document; no part of what protocols send. Its file is the reader's to name.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary><c>error-tag [error-app-tag] path: message</c>.</summary>
    public override string ToString() =>
        $"{Tag}{(AppTag is null ? "" : $" [{AppTag}]")}{(Path is null ? "" : $" {Path}")}: {Message}";
}

/// <summary>The values of <c>error-tag</c> (RFC 6241 App. A).</summary>
public static class ErrorTag
{
    /// <summary>A resource in use, e.g. another session's unfinished change.</summary>
    public const string InUse = "in-use";

    /// <summary>A value that isn't allowed here.</summary>
    public const string InvalidValue = "invalid-value";

    /// <summary>Request or response too large.</summary>
    public const string TooBig = "too-big";

    /// <summary>An expected attribute is missing.</summary>
    public const string MissingAttribute = "missing-attribute";

    /// <summary>An attribute's value is wrong.</summary>
    public const string BadAttribute = "bad-attribute";

    /// <summary>An unexpected attribute.</summary>
    public const string UnknownAttribute = "unknown-attribute";

    /// <summary>An expected element is missing.</summary>
    public const string MissingElement = "missing-element";

    /// <summary>An element's value is wrong.</summary>
    public const string BadElement = "bad-element";

    /// <summary>An unexpected element.</summary>
    public const string UnknownElement = "unknown-element";

    /// <summary>An unexpected namespace.</summary>
    public const string UnknownNamespace = "unknown-namespace";

    /// <summary>Refused by access control.</summary>
    public const string AccessDenied = "access-denied";

    /// <summary>Another session holds the lock.</summary>
    public const string LockDenied = "lock-denied";

    /// <summary>Not enough of something (disk, sessions, memory).</summary>
    public const string ResourceDenied = "resource-denied";

    /// <summary>A rollback failed.</summary>
    public const string RollbackFailed = "rollback-failed";

    /// <summary>The data to create exists.</summary>
    public const string DataExists = "data-exists";

    /// <summary>The data to delete, or a required instance, does not exist.</summary>
    public const string DataMissing = "data-missing";

    /// <summary>The server doesn't do this.</summary>
    public const string OperationNotSupported = "operation-not-supported";

    /// <summary>The operation failed for a reason no other tag covers.</summary>
    public const string OperationFailed = "operation-failed";

    /// <summary>A message that can't be parsed (base:1.1).</summary>
    public const string MalformedMessage = "malformed-message";
}

/// <summary>Carries one or more <see cref="RpcError"/>s to the one place of each protocol that renders them.</summary>
public class RpcErrorException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="errors">At least one error.</param>
    public RpcErrorException(params IReadOnlyList<RpcError> errors)
        : base(string.Join("; ", errors)) => Errors = errors;

    /// <summary>The errors, in the order found.</summary>
    public IReadOnlyList<RpcError> Errors { get; }
}
