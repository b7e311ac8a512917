using System.Buffers;
using System.Security;
using System.Text;
using Taiji.Netconf.Capabilities;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Client.Vendors;

/// <summary>What a kind of device needs that the standards don't ask for. To change a detail: <c>DeviceProfiles.Junos with { … }</c>.</summary>
public sealed record DeviceProfile
{
    /// <summary>What the profile is called on the command line, as <c>junos</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the client's hello says.</summary>
    public CapabilitySet Capabilities { get; init; } = new(CapabilityUris.Base10, CapabilityUris.Base11);

    /// <summary>The SSH subsystems to ask for, in this order, until the device has one.</summary>
    public IReadOnlyList<string> Subsystems { get; init; } = ["netconf"];

    /// <summary>A command to run over SSH where the device refuses all <see cref="Subsystems"/>; null for none.</summary>
    public string? FallbackCommand { get; init; }

    /// <summary>Prefixes and namespaces that each request's <c>rpc</c> declares, for operations that use them.</summary>
    public IReadOnlyDictionary<string, string> Namespaces { get; init; } = new Dictionary<string, string>();

    /// <summary>Texts in error-message that make an error none: the device has done what it was asked to. Case doesn't count.</summary>
    public IReadOnlyList<string> HarmlessMessages { get; init; } = [];

    /// <summary>Whether an <c>rpc-reply</c> may stand in no namespace.</summary>
    public bool AcceptsRepliesWithoutNamespace { get; init; }

    /// <summary>Whether the device puts NUL bytes between its messages.</summary>
    public bool SendsNulBytes { get; init; }

    /// <summary>Whether keys of an SSH agent, of which the device would count each as a failed attempt to log in, are left out.</summary>
    public bool AvoidsAgent { get; init; }

    /// <summary>The declarations as attributes, with a space before each.</summary>
    internal string Declarations
    {
        get
        {
            var text = new StringBuilder();
            foreach (var (prefix, space) in Namespaces) text.Append($" xmlns:{prefix}=\"{SecurityElement.Escape(space)}\"");
            return text.ToString();
        }
    }

    /// <summary>Whether the error is none.</summary>
    internal bool Ignores(RpcError error) =>
        HarmlessMessages.Count > 0 && HarmlessMessages.Any(m => error.Message?.Contains(m, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>The message without what the device puts before it.</summary>
    internal ReadOnlySequence<byte> TrimStart(in ReadOnlySequence<byte> message)
    {
        if (!SendsNulBytes) return message;
        var reader = new SequenceReader<byte>(message);
        reader.AdvancePastAny("\0 \r\n\t"u8);
        return reader.UnreadSequence;
    }
}
