using System.Diagnostics.CodeAnalysis;

namespace Taiji.Datastores.Sessions;

/// <summary>A W3C trace context: of which distributed trace a request is a part.</summary>
/// <param name="TraceId">32 lower-case hexadecimal digits.</param>
/// <param name="ParentId">16 lower-case hexadecimal digits: the caller's span.</param>
/// <param name="Flags">The trace flags; bit 0 is <c>sampled</c>.</param>
/// <param name="State">The vendors' key-value pairs (<c>tracestate</c>); null for none.</param>
public sealed record TraceContext(string TraceId, string ParentId, byte Flags, string? State)
{
    private const int Length = 55;

    /// <summary>Reads a <c>traceparent</c> (W3C Trace Context §3.2.2): <c>00-TRACEID-PARENTID-FLAGS</c>; later versions may go on after that.</summary>
    /// <param name="traceParent">The text.</param>
    /// <param name="state">The <c>tracestate</c>; null for none.</param>
    /// <param name="context">What it says.</param>
    public static bool TryParse(string traceParent, string? state, [NotNullWhen(true)] out TraceContext? context)
    {
        context = null;
        ArgumentNullException.ThrowIfNull(traceParent);
        if (traceParent.Length < Length || traceParent[2] != '-' || traceParent[35] != '-' || traceParent[52] != '-') return false;
        var (version, trace, parent, flags) = (traceParent[..2], traceParent[3..35], traceParent[36..52], traceParent[53..55]);
        if (!IsHex(version) || version == "ff" || !IsHex(trace) || !IsHex(parent) || !IsHex(flags)) return false;
        if (traceParent.Length > Length && (version == "00" || traceParent[Length] != '-')) return false;
        if (trace.All(c => c == '0') || parent.All(c => c == '0')) return false;
        context = new TraceContext(trace, parent, Convert.ToByte(flags, 16), state);
        return true;
    }

    private static bool IsHex(string text) => text.All(char.IsAsciiHexDigitLower);
}
