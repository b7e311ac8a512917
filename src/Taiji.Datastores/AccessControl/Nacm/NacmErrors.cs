using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>What errors say to somebody who may not read everything (RFC 8341 §3.2.5, §3.4.3).</summary>
internal static class NacmErrors
{
    /// <summary>access-denied.</summary>
    /// <param name="path">What is refused.</param>
    public static RpcError Denied(string? path) => new()
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.AccessDenied,
        Path = path,
        Message = "Access denied by the access control rules (RFC 8341).",
    };

    /// <summary>The error without anything of nodes that may neither be read nor written.</summary>
    /// <param name="decisions">The session's rules.</param>
    /// <param name="view">What it may read.</param>
    /// <param name="schema">The schema of paths.</param>
    /// <param name="error">The error.</param>
    public static RpcError Redact(NacmDecisions decisions, NacmReadView view, Yang.Schema.YangSchema schema, RpcError error)
    {
        // Whoever refuses names what the request named, or what may be read.
        if (error.Tag == ErrorTag.AccessDenied) return error;
        var info = error.Info.Any(i => IsHidden(decisions, view, schema, i.Value)) ? [.. error.Info.Where(i => !IsHidden(decisions, view, schema, i.Value))] : error.Info;
        if (error.Path is not { } text || !IsHidden(decisions, view, schema, text)) return ReferenceEquals(info, error.Info) ? error : error with { Info = info };
        return error with { Path = Cut(view, schema, text), Info = [], Message = "The request can't be carried out because of data that may not be read." };
    }

    private static bool IsHidden(NacmDecisions decisions, NacmReadView view, Yang.Schema.YangSchema schema, string text) =>
        Parse(schema, text) is { } path && !view.IsReadable(path)
        && !decisions.IsPermittedAt(path.Node, path, AccessOperations.Create) && !decisions.IsPermittedAt(path.Node, path, AccessOperations.Update);

    private static string? Cut(NacmReadView view, Yang.Schema.YangSchema schema, string text) =>
        NacmPaths.Readable(view, Parse(schema, text)!) is { IsRoot: false } path ? path.ToString() : null;

    private static DataPath? Parse(Yang.Schema.YangSchema schema, string text)
    {
        if (!text.StartsWith('/') || text.Length == 1) return null;
        try
        {
            return DataPath.Parse(schema, text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or RpcErrorException)
        {
            return null;
        }
    }
}
