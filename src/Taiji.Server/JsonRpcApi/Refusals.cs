using System.Globalization;
using System.Text.Json.Nodes;
using Taiji.Datastores.Sessions;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.JsonRpcApi;

/// <summary>What the datastores refuse, in this API's terms.</summary>
internal static class Refusals
{
    private const string Conflict = "conflict", ConfirmedCommit = "outstanding-confirmed-commit", InvalidOutput = "invalid-output";

    /// <summary>The error object.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="server">The server.</param>
    public static JsonRpcError ToError(RpcErrorException refusal, JsonRpcServer server)
    {
        var first = refusal.Errors[0];
        if (refusal.Errors.Any(e => e.AppTag == Conflict)) return ResolveNeeded(refusal.Errors, server);
        return first.Tag switch
        {
            ErrorTag.InUse or ErrorTag.LockDenied when first.AppTag == ConfirmedCommit => JsonRpcError.Because(ErrorKind.ConfirmedCommitInProgress, first.Message),
            ErrorTag.OperationFailed when first.AppTag == InvalidOutput => new JsonRpcError(ErrorKind.InvalidResult, new JsonObject { ["path"] = first.Path ?? "/", ["reason"] = first.Message }),
            ErrorTag.InUse or ErrorTag.LockDenied => Locked(first, server),
            ErrorTag.AccessDenied => WithPath(ErrorKind.Denied, first, server),
            ErrorTag.DataExists => WithPath(ErrorKind.AlreadyExists, first, server),
            ErrorTag.DataMissing => WithPath(ErrorKind.NotFound, first, server),
            ErrorTag.OperationNotSupported => WithPath(ErrorKind.Failed, first, server),
            _ => WithErrors(ErrorKind.Failed, refusal.Errors, server),
        };
    }

    /// <summary>The errors of a validation: <c>trans.validation_failed</c> with paths; conflicts, locks and missing rights have errors of their own.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="server">The server.</param>
    public static JsonRpcException OfValidation(IReadOnlyList<RpcError> errors, JsonRpcServer server)
    {
        if (errors.Any(e => e.AppTag == Conflict)) return new JsonRpcException(ResolveNeeded(errors, server));
        if (errors[0].Tag is ErrorTag.InUse or ErrorTag.LockDenied) return new JsonRpcException(ToError(new RpcErrorException(errors), server));
        if (errors.All(e => e.Tag == ErrorTag.AccessDenied)) return new JsonRpcException(WithErrors(ErrorKind.Denied, errors, server));
        return new JsonRpcException(new JsonRpcError(ErrorKind.ValidationFailed, new JsonObject { ["errors"] = Errors(errors, server) }));
    }

    /// <summary>Writes the result of a validation that found no errors: <c>{"warnings": …}</c> where there are any, one for each message with the paths it is about.</summary>
    /// <param name="call">The call.</param>
    /// <param name="warnings">The warnings.</param>
    public static void WriteWarnings(MethodCall call, IReadOnlyList<RpcError> warnings)
    {
        if (warnings.Count == 0) return;
        var array = new JsonArray();
        foreach (var message in warnings.GroupBy(w => w.Message, StringComparer.Ordinal))
        {
            var paths = new JsonArray();
            foreach (var path in message.Select(w => w.Path).OfType<string>()) paths.Add(call.Server.Names.KeypathOf(path));
            array.Add(new JsonObject { ["paths"] = paths, ["message"] = message.Key });
        }

        new JsonObject { ["warnings"] = array }.WriteTo(call.Result);
    }

    /// <summary>One line about each session of a user, as in <c>admin tcp (cli from 192.0.2.3) on since 2026-11-28 14:50:30 exclusive</c>.</summary>
    /// <param name="server">The server.</param>
    /// <param name="holder">The session that holds the lock.</param>
    public static JsonArray SessionTexts(JsonRpcServer server, Session? holder)
    {
        var texts = new JsonArray();
        if (holder is null) return texts;
        foreach (var session in server.Operations.Sessions.All.Where(s => s.User == holder.User).OrderBy(s => s.Id))
            texts.Add(SessionDescription.Of(server, session) + (session == holder ? " exclusive" : ""));
        return texts;
    }

    private static JsonRpcError Locked(RpcError error, JsonRpcServer server)
    {
        var id = error.Info.FirstOrDefault(i => i.Name == "session-id")?.Value;
        var holder = uint.TryParse(id, CultureInfo.InvariantCulture, out var number) ? server.Operations.Sessions.Find(number) : null;
        return new JsonRpcError(ErrorKind.DatabaseLocked, new JsonObject { ["sessions"] = SessionTexts(server, holder), ["reason"] = error.Message });
    }

    private static JsonRpcError ResolveNeeded(IReadOnlyList<RpcError> errors, JsonRpcServer server)
    {
        var users = new JsonArray();
        foreach (var user in errors.Select(e => e.Conflict?.User).OfType<string>().Distinct(StringComparer.Ordinal)) users.Add(user);
        return new JsonRpcError(ErrorKind.ResolveNeeded, new JsonObject { ["users"] = users, ["errors"] = Errors(errors, server) });
    }

    private static JsonRpcError WithPath(ErrorKind kind, RpcError error, JsonRpcServer server)
    {
        var data = new JsonObject { ["reason"] = error.Message };
        if (error.Path is not null) data["path"] = server.Names.KeypathOf(error.Path);
        return new JsonRpcError(kind, data);
    }

    private static JsonRpcError WithErrors(ErrorKind kind, IReadOnlyList<RpcError> errors, JsonRpcServer server) =>
        new(kind, new JsonObject { ["reason"] = errors[0].Message, ["errors"] = Errors(errors, server) });

    private static JsonArray Errors(IReadOnlyList<RpcError> errors, JsonRpcServer server)
    {
        var array = new JsonArray();
        foreach (var error in errors)
        {
            var paths = new JsonArray();
            if (error.Path is not null) paths.Add(server.Names.KeypathOf(error.Path));
            var told = new JsonObject { ["paths"] = paths, ["message"] = error.Message };
            if (error.Conflict is { } conflict)
            {
                told["user"] = conflict.User ?? "system";
                told["time"] = conflict.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            }

            array.Add(told);
        }

        return array;
    }
}
