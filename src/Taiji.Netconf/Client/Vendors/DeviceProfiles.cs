using Taiji.Netconf.Capabilities;

namespace Taiji.Netconf.Client.Vendors;

/// <summary>The profiles of devices that are known to need one. Each says what it changes, and why.</summary>
public static class DeviceProfiles
{
    // Servers that take a client's hello for a list of what it may ask for get to see all that this one asks for.
    private static readonly string[] Everything =
    [
        CapabilityUris.Base10,
        CapabilityUris.Base11,
        CapabilityUris.WritableRunning,
        CapabilityUris.Candidate,
        "urn:ietf:params:netconf:capability:confirmed-commit:1.0",
        CapabilityUris.RollbackOnError,
        CapabilityUris.Startup,
        "urn:ietf:params:netconf:capability:url:1.0?scheme=http,ftp,file,https,sftp",
        "urn:ietf:params:netconf:capability:validate:1.0",
        CapabilityUris.XPath,
        CapabilityUris.Notification,
        CapabilityUris.Interleave,
        CapabilityUris.WithDefaults,
    ];

    /// <summary>By the standards.</summary>
    public static DeviceProfile Default { get; } = new() { Name = "default" };

    /// <summary>Juniper Junos. Without the subsystem (port 22) it speaks NETCONF as a command; errors before its hello come in no namespace.</summary>
    public static DeviceProfile Junos { get; } = new()
    {
        Name = "junos", FallbackCommand = "xml-mode netconf need-trailer", AcceptsRepliesWithoutNamespace = true,
    };

    /// <summary>Cisco IOS XE. It wants <c>config</c> in NETCONF's namespace, where this client puts it anyway; by the standards otherwise.</summary>
    public static DeviceProfile IosXe { get; } = new() { Name = "iosxe" };

    /// <summary>Cisco IOS XR. It counts every key that an agent offers as a failed attempt, and hangs up before the password.</summary>
    public static DeviceProfile IosXr { get; } = new() { Name = "iosxr", AvoidsAgent = true };

    /// <summary>
    /// Cisco NX-OS. Older releases call the subsystem <c>xmlagent</c> and the base capability by NETCONF's namespace; operations use NX-OS's prefixes; a VLAN is created although its
    /// name, which is then another one, was in use.
    /// </summary>
    public static DeviceProfile Nexus { get; } = new()
    {
        Name = "nexus",
        Capabilities = new CapabilitySet([.. Everything, "urn:ietf:params:xml:ns:netconf:base:1.0"]),
        Subsystems = ["netconf", "xmlagent"],
        Namespaces = new Dictionary<string, string>
        {
            ["nxos"] = "http://www.cisco.com/nxos:1.0",
            ["if"] = "http://www.cisco.com/nxos:1.0:if_manager",
            ["nfcli"] = "http://www.cisco.com/nxos:1.0:nfcli",
            ["vlan_mgr_cli"] = "http://www.cisco.com/nxos:1.0:vlan_mgr_cli",
        },
        HarmlessMessages = ["VLAN with the same name exists"],
    };

    /// <summary>Nokia SR OS (MD mode). It offers confirmed commits and validation in their 1.1 forms to clients that name them. Add <c>urn:nokia.com:nc:pc</c> for a private candidate.</summary>
    public static DeviceProfile SrOs { get; } = new()
    {
        Name = "sros",
        Capabilities = new CapabilitySet(
        [
            .. Everything, "urn:ietf:params:xml:ns:netconf:base:1.0", "urn:ietf:params:xml:ns:yang:1", CapabilityUris.ConfirmedCommit11, CapabilityUris.Validate11,
        ]),
    };

    /// <summary>Huawei VRP. Its own operations must be named in the hello; NUL bytes stand between its messages.</summary>
    public static DeviceProfile HuaweiVrp { get; } = new()
    {
        Name = "huawei",
        Capabilities = new CapabilitySet(
        [
            .. Everything,
            "http://www.huawei.com/netconf/capability/execute-cli/1.0",
            "http://www.huawei.com/netconf/capability/action/1.0",
            "http://www.huawei.com/netconf/capability/active/1.0",
            "http://www.huawei.com/netconf/capability/discard-commit/1.0",
            "http://www.huawei.com/netconf/capability/exchange/1.0",
        ]),
        SendsNulBytes = true,
    };

    /// <summary>H3C Comware. It takes the hello for a list of what may be asked for.</summary>
    public static DeviceProfile H3c { get; } = new() { Name = "h3c", Capabilities = new CapabilitySet(Everything) };

    /// <summary>Ericsson. It takes the hello for a list of what may be asked for.</summary>
    public static DeviceProfile Ericsson { get; } = new() { Name = "ericsson", Capabilities = new CapabilitySet(Everything) };

    /// <summary>Ciena. It wants a hello of base:1.0 and nothing else, so that messages end with <c>]]&gt;]]&gt;</c>.</summary>
    public static DeviceProfile Ciena { get; } = new() { Name = "ciena", Capabilities = new CapabilitySet(CapabilityUris.Base10) };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DeviceProfile> All { get; } = [Default, Junos, IosXe, IosXr, Nexus, SrOs, HuaweiVrp, H3c, Ericsson, Ciena];

    /// <summary>Finds a profile.</summary>
    /// <param name="name">Its name, in whichever case.</param>
    /// <returns>The profile, or null when there is none of the name.</returns>
    public static DeviceProfile? Find(string name) => All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
