namespace Taiji.Netconf.Capabilities;

/// <summary>The URIs of standard capabilities, without parameters.</summary>
public static class CapabilityUris
{
    /// <summary><c>:base:1.0</c>.</summary>
    public const string Base10 = "urn:ietf:params:netconf:base:1.0";

    /// <summary><c>:base:1.1</c> (RFC 6241 §8.1).</summary>
    public const string Base11 = "urn:ietf:params:netconf:base:1.1";

    /// <summary><c>:writable-running</c> (RFC 6241 §8.2).</summary>
    public const string WritableRunning = "urn:ietf:params:netconf:capability:writable-running:1.0";

    /// <summary><c>:candidate</c> (RFC 6241 §8.3).</summary>
    public const string Candidate = "urn:ietf:params:netconf:capability:candidate:1.0";

    /// <summary><c>:private-candidate</c> (draft-ietf-netconf-privcand): a client that says it gets a candidate of its own.</summary>
    public const string PrivateCandidate = "urn:ietf:params:netconf:capability:private-candidate:1.0";

    /// <summary><c>:confirmed-commit:1.1</c> (RFC 6241 §8.4).</summary>
    public const string ConfirmedCommit11 = "urn:ietf:params:netconf:capability:confirmed-commit:1.1";

    /// <summary><c>:startup</c> (RFC 6241 §8.7).</summary>
    public const string Startup = "urn:ietf:params:netconf:capability:startup:1.0";

    /// <summary><c>:rollback-on-error</c> (RFC 6241 §8.5).</summary>
    public const string RollbackOnError = "urn:ietf:params:netconf:capability:rollback-on-error:1.0";

    /// <summary><c>:validate:1.1</c> (RFC 6241 §8.6).</summary>
    public const string Validate11 = "urn:ietf:params:netconf:capability:validate:1.1";

    /// <summary><c>:url</c> (RFC 6241 §8.8), with the parameter <c>scheme</c>.</summary>
    public const string Url = "urn:ietf:params:netconf:capability:url:1.0";

    /// <summary><c>:w3ctc</c>: trace context as attributes (draft-ietf-netconf-trace-ctx-extension).</summary>
    public const string TraceContext = "urn:ietf:params:netconf:capability:w3ctc:1.0";

    /// <summary>Versions of configuration as attributes <c>etag</c> (draft-ietf-netconf-transaction-id).</summary>
    public const string TransactionIdEtag = "urn:ietf:params:netconf:capability:txid:etag:1.0";

    /// <summary>As <see cref="TransactionIdEtag"/>, as attributes <c>last-modified</c>.</summary>
    public const string TransactionIdLastModified = "urn:ietf:params:netconf:capability:txid:last-modified:1.0";

    /// <summary><c>:xpath</c> (RFC 6241 §8.9).</summary>
    public const string XPath = "urn:ietf:params:netconf:capability:xpath:1.0";

    /// <summary><c>:partial-lock</c> (RFC 5717 §2.3).</summary>
    public const string PartialLock = "urn:ietf:params:netconf:capability:partial-lock:1.0";

    /// <summary><c>:notification</c> (RFC 5277 §3.1).</summary>
    public const string Notification = "urn:ietf:params:netconf:capability:notification:1.0";

    /// <summary><c>:interleave</c> (RFC 5277 §6).</summary>
    public const string Interleave = "urn:ietf:params:netconf:capability:interleave:1.0";

    /// <summary><c>:with-defaults</c> (RFC 6243 §4).</summary>
    public const string WithDefaults = "urn:ietf:params:netconf:capability:with-defaults:1.0";

    /// <summary><c>:yang-library:1.1</c> (RFC 8526 §2).</summary>
    public const string YangLibrary11 = "urn:ietf:params:netconf:capability:yang-library:1.1";

    /// <summary><c>:with-operational-defaults</c> (RFC 8526 §3.1.1.2).</summary>
    public const string WithOperationalDefaults = "urn:ietf:params:netconf:capability:with-operational-defaults:1.0";
}
