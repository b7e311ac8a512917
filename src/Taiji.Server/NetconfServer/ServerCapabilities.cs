using Taiji.Datastores.Store;
using Taiji.Netconf.Capabilities;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary>What this server says it can do.</summary>
internal static class ServerCapabilities
{
    /// <summary>The capabilities of a server with that schema and those datastores.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="datastores">The datastores.</param>
    /// <param name="urlSchemes">The schemes of URLs; empty for none.</param>
    /// <param name="contentId">The content-id of the YANG library.</param>
    public static CapabilitySet For(YangSchema schema, DatastoreSwitches datastores, IReadOnlyList<string> urlSchemes, string contentId) =>
        new([.. Protocol(schema, datastores, urlSchemes, contentId).Select(Capability.Parse), .. ModuleCapability.ForVersion1(schema)]);

    private static IEnumerable<string> Protocol(YangSchema schema, DatastoreSwitches datastores, IReadOnlyList<string> urlSchemes, string contentId)
    {
        yield return CapabilityUris.Base10;
        yield return CapabilityUris.Base11;
        if (datastores.WritableRunning) yield return CapabilityUris.WritableRunning;
        if (datastores.Has(Datastore.Candidate)) yield return CapabilityUris.Candidate;
        if (datastores.Has(Datastore.Candidate)) yield return CapabilityUris.ConfirmedCommit11;
        if (datastores.Has(Datastore.Candidate))
            yield return CapabilityUris.PrivateCandidate + "?supported-resolution-modes=" + string.Join(',', ResolutionModes.All.Select(m => m.Name));
        if (datastores.Has(Datastore.Startup)) yield return CapabilityUris.Startup;
        yield return CapabilityUris.RollbackOnError;
        yield return CapabilityUris.Validate11;
        if (urlSchemes.Count > 0) yield return CapabilityUris.Url + "?scheme=" + string.Join(',', urlSchemes);
        yield return CapabilityUris.XPath;
        yield return CapabilityUris.TraceContext;
        if (schema.FindModule("ietf-netconf-txid") is { IsImplemented: true } txid)
        {
            yield return CapabilityUris.TransactionIdEtag;
            if (txid.Features.Contains("last-modified")) yield return CapabilityUris.TransactionIdLastModified;
        }

        yield return CapabilityUris.WithDefaults + "?basic-mode=explicit&also-supported=report-all,report-all-tagged,trim";
        if (schema.FindModule("ietf-netconf-nmda") is { IsImplemented: true } nmda && nmda.Features.Contains("with-defaults")) yield return CapabilityUris.WithOperationalDefaults;
        yield return CapabilityUris.Notification;
        yield return CapabilityUris.Interleave;
        if (schema.FindModule("ietf-netconf-partial-lock") is { IsImplemented: true }) yield return CapabilityUris.PartialLock;
        if (schema.FindModule("ietf-yang-library") is { IsImplemented: true, Revision: { } revision })
            yield return $"{CapabilityUris.YangLibrary11}?revision={revision}&content-id={Uri.EscapeDataString(contentId)}";
    }
}
