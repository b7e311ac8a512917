namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>The states of a receiver of a valid configured subscription (RFC 8639 §2.5.1).</summary>
internal enum ReceiverState
{
    /// <summary>It is being reached, or will be tried again.</summary>
    Connecting,

    /// <summary>It has been told subscription-started, and is sent what happens.</summary>
    Active,

    /// <summary>More happens than it takes.</summary>
    Suspended,

    /// <summary>It doesn't want to be reached: until a reset, it isn't.</summary>
    Disconnected,
}
