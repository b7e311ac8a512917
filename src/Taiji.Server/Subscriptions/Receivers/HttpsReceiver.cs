using System.Net;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>An HTTP server that notifications are sent to, as <c>taiji-https-receiver</c> has it.</summary>
/// <param name="Url">Its root, without a slash at the end.</param>
/// <param name="User">On whose behalf.</param>
internal sealed record HttpsReceiver(string Url, string User)
{
    /// <summary>The certificates that its own has to come of, each as base64, with spaces between them; empty for those of the machine.</summary>
    public string TrustAnchors { get; init; } = "";

    /// <summary>The <c>Authorization</c> header; null for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>The address that is sent from; null for the system's choice.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Url;
}
