using System.Globalization;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Store;

/// <summary>The errors that the operations themselves give.</summary>
internal static class Errors
{
    /// <summary>Another session holds a lock that the operation needs free.</summary>
    public static RpcErrorException InUse(Datastore datastore, uint holder) => Throwable(
        ErrorTag.InUse, $"Session {holder} has locked {Name(datastore)}.", new ErrorInfo("session-id", holder.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Somebody holds the validate lock.</summary>
    public static RpcErrorException InUse(ValidateLock held) => Throwable(
        ErrorTag.InUse, ValidateLock.Message(held), new ErrorInfo("session-id", held.Session.Id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The lock can't be had.</summary>
    public static RpcErrorException LockDenied(uint holder, string message) => Throwable(
        ErrorTag.LockDenied, message, new ErrorInfo("session-id", holder.ToString(CultureInfo.InvariantCulture)));

    /// <summary>As the other one, with an error-app-tag.</summary>
    public static RpcErrorException LockDenied(uint holder, string appTag, string message) => new(LockDenied(holder, message).Errors[0] with { AppTag = appTag });

    /// <summary>Another session's partial lock covers what the operation would change (RFC 5717 §2.5).</summary>
    public static RpcErrorException PartiallyLocked(DataPath path, uint holder) => new(new RpcError
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.InUse,
        AppTag = "locked",
        Path = path.ToString(),
        Message = $"Session {holder} has locked this part of running.",
        Info = [new ErrorInfo("session-id", holder.ToString(CultureInfo.InvariantCulture))],
    });

    /// <summary>The operation isn't there for that datastore.</summary>
    public static RpcErrorException NotSupported(string message) => Throwable(ErrorTag.OperationNotSupported, message);

    /// <summary>A parameter's value can't be.</summary>
    public static RpcErrorException InvalidValue(string message) => Throwable(ErrorTag.InvalidValue, message);

    /// <summary>It failed for a reason that no other tag names.</summary>
    public static RpcErrorException Failed(string message) => new(FailedError(message));

    /// <summary>As <see cref="Failed"/>.</summary>
    public static RpcError FailedError(string message) => new() { Type = ErrorType.Application, Tag = ErrorTag.OperationFailed, Message = message };

    /// <summary>The datastore's name as in the RFCs.</summary>
    public static string Name(Datastore datastore) => datastore switch
    {
        Datastore.Running => "running",
        Datastore.Candidate => "candidate",
        Datastore.Startup => "startup",
        Datastore.Intended => "intended",
        Datastore.FactoryDefault => "factory-default",
        _ => "operational",
    };

    private static RpcErrorException Throwable(string tag, string message, params IReadOnlyList<ErrorInfo> info) =>
        new(new RpcError { Type = ErrorType.Protocol, Tag = tag, Message = message, Info = info });
}
