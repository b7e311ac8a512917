namespace Taiji.Server.Tests;

/// <summary>What a user is, in <see cref="AuthorizationMatrixTests"/>.</summary>
public enum Permission
{
    /// <summary>May do everything.</summary>
    Allowed,

    /// <summary>May execute operations, read all but the entry 2, and change the leaf <c>b</c> of others only.</summary>
    Partial,

    /// <summary>May do nothing.</summary>
    Denied,
}

/// <summary>
/// Every operation of every protocol, with what becomes of it for each kind of user: <c>ok</c>, the error-tag, or <c>not-denied</c> where it is anything but access-denied. An operation without a row fails the tests.
/// </summary>
public static partial class AuthorizationTable
{
    /// <summary>
    /// NETCONF: the operation, its request, and the results for allowed, partial and denied users. <c>{stream}</c> and <c>{push}</c> are subscriptions of the session's own, where its user may
    /// have any.
    /// </summary>
    public static IReadOnlyList<(string Operation, string Request, string Allowed, string Partial, string Denied)> Netconf { get; } =
    [
        ("get", "<get/>", "ok", "ok", "access-denied"),
        ("get-config", "<get-config><source><running/></source></get-config>", "ok", "ok", "access-denied"),
        ("edit-config", Edit("<b>new</b>"), "ok", "ok", "access-denied"),
        ("edit-config", Edit("<c>new</c>"), "ok", "access-denied", "access-denied"),
        ("edit-config", """<edit-config><target><running/></target><config><x xmlns="urn:t"><y xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" nc:operation="delete"><a>1</a></y></x></config></edit-config>""", "ok", "access-denied", "access-denied"),
        ("copy-config", """<copy-config><target><running/></target><source><config><x xmlns="urn:t"><y><a>1</a><b>one</b></y></x></config></source></copy-config>""", "ok", "access-denied", "access-denied"),
        ("copy-config", "<copy-config><target><candidate/></target><source><running/></source></copy-config>", "ok", "access-denied", "access-denied"),
        ("delete-config", "<delete-config><target><candidate/></target></delete-config>", "not-denied", "access-denied", "access-denied"),
        ("lock", "<lock><target><candidate/></target></lock>", "ok", "ok", "access-denied"),
        ("unlock", "<unlock><target><candidate/></target></unlock>", "not-denied", "not-denied", "access-denied"),
        ("validate", "<validate><source><running/></source></validate>", "ok", "ok", "access-denied"),
        ("commit", "<commit/>", "ok", "ok", "access-denied"),
        ("cancel-commit", "<cancel-commit/>", "not-denied", "not-denied", "access-denied"),
        ("discard-changes", "<discard-changes/>", "ok", "ok", "access-denied"),
        ("kill-session", "<kill-session><session-id>4000000</session-id></kill-session>", "not-denied", "access-denied", "access-denied"),
        ("close-session", "<close-session/>", "ok", "ok", "ok"),
        ("get-schema", """<get-schema xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><identifier>t</identifier></get-schema>""", "ok", "ok", "access-denied"),
        ("partial-lock", """<partial-lock xmlns="urn:ietf:params:xml:ns:netconf:partial-lock:1.0"><select xmlns:t="urn:t">/t:x/t:y</select></partial-lock>""", "ok", "ok", "access-denied"),
        ("partial-unlock", """<partial-unlock xmlns="urn:ietf:params:xml:ns:netconf:partial-lock:1.0"><lock-id>77</lock-id></partial-unlock>""", "not-denied", "not-denied", "access-denied"),
        ("action", Action("1"), "ok", "ok", "access-denied"),
        ("action", Action("2"), "ok", "access-denied", "access-denied"),
        ("create-subscription", """<create-subscription xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"/>""", "ok", "ok", "access-denied"),
        ("update", """<update xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-private-candidate"/>""", "not-denied", "not-denied", "access-denied"),
        ("get-data", Nmda("get-data", ""), "ok", "ok", "access-denied"),
        ("edit-data", Nmda("edit-data", """<config><x xmlns="urn:t"><y><a>1</a><c>new</c></y></x></config>"""), "ok", "access-denied", "access-denied"),
        ("establish-subscription", Subscription("establish-subscription", "<stream>NETCONF</stream>"), "ok", "ok", "access-denied"),
        ("modify-subscription", Subscription("modify-subscription", "<id>{stream}</id><stop-time>2100-01-01T00:00:00Z</stop-time>"), "ok", "ok", "access-denied"),
        ("delete-subscription", Subscription("delete-subscription", "<id>{stream}</id>"), "ok", "ok", "access-denied"),
        ("kill-subscription", Subscription("kill-subscription", "<id>{stream}</id>"), "ok", "access-denied", "access-denied"),
        ("resync-subscription", """<resync-subscription xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-push"><id>{push}</id></resync-subscription>""", "ok", "ok", "access-denied"),
        ("ping", """<ping xmlns="urn:t"><text>hi</text></ping>""", "ok", "ok", "access-denied"),
        ("nobody", """<nobody xmlns="urn:t"/>""", "not-denied", "not-denied", "access-denied"),
    ];

    /// <summary>
    /// RESTCONF: the resource's kind and the method, its target and body, and the results for allowed, partial and denied users. <c>{stream}</c> and <c>{push}</c> are subscriptions of the user's
    /// own, where it may have any, and <c>{others}</c> one of somebody else's; in a target the keys that their URIs end in.
    /// </summary>
    public static IReadOnlyList<(string Kind, string Method, string Target, string? Body, string Allowed, string Partial, string Denied)> Restconf { get; } =
    [
        ("Datastore", "GET", "/data", null, "200", "200", "403"),
        ("Datastore", "HEAD", "/data", null, "200", "200", "403"),
        ("Datastore", "OPTIONS", "/data", null, "200", "200", "200"),
        ("Datastore", "POST", "/data", """{"t:other":{"must-have":"x"}}""", "201", "403", "403"),
        ("Datastore", "PUT", "/data", """{"ietf-restconf:data":{"t:x":{"y":[{"a":1,"b":"one"}]}}}""", "204", "403", "403"),
        ("Datastore", "PATCH", "/data", """{"ietf-restconf:data":{"t:x":{"y":[{"a":1,"b":"new"}]}}}""", "204", "204", "403"),
        ("Data", "GET", "/data/t:x/y=1", null, "200", "200", "403"),
        ("Data", "GET", "/data/t:x/y=2", null, "200", "404", "403"),
        ("Data", "HEAD", "/data/t:x/y=1", null, "200", "200", "403"),
        ("Data", "OPTIONS", "/data/t:x/y=1", null, "200", "200", "200"),
        ("Data", "POST", "/data/t:x", """{"t:y":[{"a":9}]}""", "201", "403", "403"),
        ("Data", "PUT", "/data/t:x/y=1/b", """{"t:b":"new"}""", "204", "204", "403"),
        ("Data", "PUT", "/data/t:x/y=1/c", """{"t:c":"new"}""", "201", "403", "403"),
        ("Data", "PUT", "/data/t:x/y=2/b", """{"t:b":"new"}""", "204", "403", "403"),
        ("Data", "PATCH", "/data/t:x/y=1", """{"t:y":[{"a":1,"b":"new"}]}""", "204", "204", "403"),
        ("Data", "DELETE", "/data/t:x/y=1", null, "204", "403", "403"),
        ("Data", "DELETE", "/data/t:x/y=2", null, "204", "403", "403"),
        ("Data", "DELETE", "/data/t:x/y=3", null, "404", "404", "403"),
        ("Operation", "POST", "/operations/t:ping", """{"t:input":{"text":"hi"}}""", "200", "200", "403"),
        ("Operation", "POST", "/data/t:x/y=1/reset", """{"t:input":{"why":"x"}}""", "200", "200", "403"),
        ("Operation", "POST", "/data/t:x/y=2/reset", """{"t:input":{"why":"x"}}""", "200", "403", "403"),
        ("Operation", "OPTIONS", "/operations/t:ping", null, "200", "200", "200"),
        ("Api", "GET", "", null, "200", "200", "403"),
        ("Api", "HEAD", "", null, "200", "200", "403"),
        ("Api", "OPTIONS", "", null, "200", "200", "200"),
        ("Operations", "GET", "/operations", null, "200", "200", "403"),
        ("Operations", "HEAD", "/operations", null, "200", "200", "403"),
        ("Operations", "OPTIONS", "/operations", null, "200", "200", "200"),
        ("YangLibraryVersion", "GET", "/yang-library-version", null, "200", "200", "403"),
        ("YangLibraryVersion", "HEAD", "/yang-library-version", null, "200", "200", "403"),
        ("YangLibraryVersion", "OPTIONS", "/yang-library-version", null, "200", "200", "200"),
        ("ModuleText", "GET", "/schemas/ietf-netconf-acm@2018-02-14", null, "200", "200", "403"),
        ("ModuleText", "HEAD", "/schemas/ietf-netconf-acm@2018-02-14", null, "200", "200", "403"),
        ("ModuleText", "OPTIONS", "/schemas/ietf-netconf-acm@2018-02-14", null, "200", "200", "200"),
        ("Stream", "GET", "/streams/NETCONF/json", null, "200", "200", "403"),
        ("Stream", "HEAD", "/streams/NETCONF/json", null, "200", "200", "403"),
        ("Stream", "OPTIONS", "/streams/NETCONF/json", null, "200", "200", "200"),
        ("Subscription", "GET", "/subscriptions/{stream}", null, "200", "200", "403"),
        ("Subscription", "GET", "/subscriptions/{push}", null, "200", "200", "403"),
        ("Subscription", "GET", "/subscriptions/{others}", null, "404", "404", "403"),
        ("Subscription", "HEAD", "/subscriptions/{stream}", null, "200", "200", "403"),
        ("Subscription", "HEAD", "/subscriptions/{others}", null, "404", "404", "403"),
        ("Subscription", "OPTIONS", "/subscriptions/{stream}", null, "200", "200", "200"),
        ("Operation", "POST", "/operations/ietf-subscribed-notifications:establish-subscription", """{"ietf-subscribed-notifications:input":{"stream":"NETCONF"}}""", "200", "200", "403"),
        ("Operation", "POST", "/operations/ietf-subscribed-notifications:modify-subscription", """{"ietf-subscribed-notifications:input":{"id":{stream},"stop-time":"2100-01-01T00:00:00Z"}}""", "200", "200", "403"),
        ("Operation", "POST", "/operations/ietf-subscribed-notifications:modify-subscription", """{"ietf-subscribed-notifications:input":{"id":{others},"stop-time":"2100-01-01T00:00:00Z"}}""", "404", "404", "403"),
        ("Operation", "POST", "/operations/ietf-subscribed-notifications:delete-subscription", """{"ietf-subscribed-notifications:input":{"id":{stream}}}""", "200", "200", "403"),
        ("Operation", "POST", "/operations/ietf-subscribed-notifications:delete-subscription", """{"ietf-subscribed-notifications:input":{"id":{others}}}""", "404", "404", "403"),
        ("Operation", "POST", "/operations/ietf-subscribed-notifications:kill-subscription", """{"ietf-subscribed-notifications:input":{"id":{others}}}""", "200", "403", "403"),
        ("Operation", "POST", "/operations/ietf-yang-push:resync-subscription", """{"ietf-yang-push:input":{"id":{push}}}""", "200", "200", "403"),
        ("OpenApi", "GET", "/openapi", null, "200", "200", "403"),
        ("OpenApi", "HEAD", "/openapi/t", null, "200", "200", "403"),
        ("OpenApi", "OPTIONS", "/openapi", null, "200", "200", "200"),
    ];

    private static string Edit(string leaf) => $"""<edit-config><target><running/></target><config><x xmlns="urn:t"><y><a>1</a>{leaf}</y></x></config></edit-config>""";

    private static string Nmda(string operation, string content) =>
        $"""<{operation} xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"><datastore xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">ds:running</datastore>{content}</{operation}>""";

    private static string Subscription(string operation, string content) =>
        $"""<{operation} xmlns="urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications">{content}</{operation}>""";

    private static string Action(string key) =>
        $"""<action xmlns="urn:ietf:params:xml:ns:yang:1"><x xmlns="urn:t"><y><a>{key}</a><reset><why>x</why></reset></y></x></action>""";
}
