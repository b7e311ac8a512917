namespace Taiji.Netconf;

/// <summary>The XML namespaces of the protocol.</summary>
public static class NetconfNamespaces
{
    /// <summary>Messages and operations (RFC 6241 §3.1).</summary>
    public const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";

    /// <summary><c>notification</c> and <c>create-subscription</c> (RFC 5277 §4).</summary>
    public const string Notification = "urn:ietf:params:xml:ns:netconf:notification:1.0";

    /// <summary><c>replayComplete</c>, <c>notificationComplete</c> and the list of streams (RFC 5277 §3.4).</summary>
    public const string NotificationManagement = "urn:ietf:params:xml:ns:netmod:notification";

    /// <summary>The <c>with-defaults</c> parameter (RFC 6243 §4.5).</summary>
    public const string WithDefaults = "urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults";

    /// <summary><c>get-schema</c> (RFC 6022 §3.1).</summary>
    public const string Monitoring = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";

    /// <summary><c>update</c> (draft-ietf-netconf-privcand).</summary>
    public const string PrivateCandidate = "urn:ietf:params:xml:ns:yang:ietf-netconf-private-candidate";

    /// <summary>The attributes <c>etag</c> and <c>last-modified</c> (draft-ietf-netconf-transaction-id).</summary>
    public const string TransactionId = "urn:ietf:params:xml:ns:netconf:txid:1.0";

    /// <summary>The parameters <c>with-etag</c> and <c>with-last-modified</c> (draft-ietf-netconf-transaction-id).</summary>
    public const string TransactionIdModule = "urn:ietf:params:xml:ns:yang:ietf-netconf-txid";

    /// <summary><c>partial-lock</c> (RFC 5717 §2.4).</summary>
    public const string PartialLock = "urn:ietf:params:xml:ns:netconf:partial-lock:1.0";

    /// <summary><c>action</c>, <c>insert</c> and error-info's own elements (RFC 7950 §5.3.1).</summary>
    public const string Yang = "urn:ietf:params:xml:ns:yang:1";

    /// <summary><c>get-data</c> and <c>edit-data</c> (RFC 8526 §3).</summary>
    public const string Nmda = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda";

    /// <summary>The identities of datastores (RFC 8342 §7).</summary>
    public const string Datastores = "urn:ietf:params:xml:ns:yang:ietf-datastores";

    /// <summary>The identities of origins (RFC 8342 §7).</summary>
    public const string Origin = "urn:ietf:params:xml:ns:yang:ietf-origin";

    /// <summary><c>establish-subscription</c> and its like (RFC 8639 §4).</summary>
    public const string SubscribedNotifications = "urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications";

    /// <summary>Subscriptions to datastores, <c>push-update</c> and <c>push-change-update</c> (RFC 8641 §5).</summary>
    public const string YangPush = "urn:ietf:params:xml:ns:yang:ietf-yang-push";

    /// <summary>The edits in a <c>push-change-update</c> (RFC 8072 §3).</summary>
    public const string YangPatch = "urn:ietf:params:xml:ns:yang:ietf-yang-patch";
}
