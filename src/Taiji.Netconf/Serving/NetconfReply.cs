using System.IO.Pipelines;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Serving;

/// <summary>How an operation ended: what stands in its <c>rpc-reply</c>.</summary>
public sealed class NetconfReply
{
    private NetconfReply()
    {
    }

    /// <summary><c>ok</c> (RFC 6241 §4.4).</summary>
    public static NetconfReply Ok { get; } = new();

    /// <summary>The errors or warnings to report; when empty the reply is a positive one.</summary>
    public IReadOnlyList<RpcError> Errors { get; private init; } = [];

    /// <summary>Writes the content straight into the message, flushing as it goes; null for <c>ok</c> or errors alone.</summary>
    public Func<PipeWriter, CancellationToken, ValueTask>? Content { get; private init; }

    /// <summary>The element around the content; null when the content stands in <c>rpc-reply</c> itself.</summary>
    public string? Wrapper { get; private init; }

    /// <summary>The wrapper's namespace; null for NETCONF's own.</summary>
    public string? WrapperNamespace { get; private init; }

    /// <summary>Attributes of the wrapper as markup, with a space before each; empty for none.</summary>
    public string WrapperAttributes { get; private init; } = "";

    /// <summary>Attributes of <c>ok</c> as markup, with a space before each; empty for none.</summary>
    public string OkAttributes { get; private init; } = "";

    /// <summary>Whether the session ends with this reply.</summary>
    public bool EndsSession { get; init; }

    /// <summary>Called once the reply has been written.</summary>
    public Action? Sent { get; init; }

    /// <summary>Lets go of what the content came from, whether it was written or not.</summary>
    public Func<ValueTask>? Release { get; private init; }

    /// <summary>A reply with <c>ok</c> that ends the session (RFC 6241 §7.8).</summary>
    public static NetconfReply Close() => new() { EndsSession = true };

    /// <summary>A reply with <c>ok</c>, and something to do once it has been written.</summary>
    /// <param name="sent">That.</param>
    public static NetconfReply OkThen(Action sent) => new() { Sent = sent };

    /// <summary><c>ok</c>, or the warnings when there are any (RFC 6241 §4.4: then it isn't ok).</summary>
    /// <param name="warnings">The warnings.</param>
    public static NetconfReply OkOr(IReadOnlyList<RpcError> warnings)
    {
        ArgumentNullException.ThrowIfNull(warnings);
        return warnings.Count == 0 ? Ok : Failed(warnings);
    }

    /// <summary><c>ok</c> with an attribute.</summary>
    /// <param name="attribute">The attribute as markup.</param>
    public static NetconfReply OkWith(string attribute) => new() { OkAttributes = " " + attribute };

    /// <summary>A reply with errors, or warnings.</summary>
    /// <param name="errors">At least one.</param>
    public static NetconfReply Failed(IReadOnlyList<RpcError> errors) => new() { Errors = errors };

    /// <summary>A reply with <c>data</c>.</summary>
    /// <param name="content">Writes what is in it.</param>
    /// <param name="ns">The namespace of <c>data</c>; null for NETCONF's own.</param>
    /// <param name="attributes">Attributes of <c>data</c> as markup, with a space before each.</param>
    /// <param name="release">Called when the reply is done with, written or not; may be null.</param>
    public static NetconfReply Data(Func<PipeWriter, CancellationToken, ValueTask> content, string? ns = null, string attributes = "", Func<ValueTask>? release = null) =>
        new() { Content = content, Wrapper = "data", WrapperNamespace = ns, WrapperAttributes = attributes, Release = release };

    /// <summary>As <see cref="Output"/>, and something to do once it has been written.</summary>
    /// <param name="content">Writes the output parameters.</param>
    /// <param name="sent">That.</param>
    public static NetconfReply OutputThen(Func<PipeWriter, CancellationToken, ValueTask> content, Action sent) => new() { Content = content, Sent = sent };

    /// <summary>A reply with an operation's output (RFC 7950 §7.14.4).</summary>
    /// <param name="content">Writes the output parameters.</param>
    public static NetconfReply Output(Func<PipeWriter, CancellationToken, ValueTask> content) => new() { Content = content };
}
