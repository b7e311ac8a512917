using System.Collections.Frozen;
using Taiji.Netconf;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.Requests;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary>The operations of one session: finds the one that is asked for.</summary>
internal sealed class SessionOperations(OperationContext context) : INetconfOperations
{
    private static readonly FrozenDictionary<(string Namespace, string Name), Func<OperationContext, RpcRequest, INetconfOperation>> Standard =
        new Dictionary<(string, string), Func<OperationContext, RpcRequest, INetconfOperation>>
        {
            [(NetconfNamespaces.Base, "get")] = GetOperation.Read,
            [(NetconfNamespaces.Base, "get-config")] = GetConfigOperation.Read,
            [(NetconfNamespaces.Base, "edit-config")] = EditConfigOperation.Read,
            [(NetconfNamespaces.Base, "copy-config")] = CopyConfigOperation.Read,
            [(NetconfNamespaces.Base, "delete-config")] = DeleteConfigOperation.Read,
            [(NetconfNamespaces.Base, "lock")] = LockOperation.Read,
            [(NetconfNamespaces.Base, "unlock")] = UnlockOperation.Read,
            [(NetconfNamespaces.Base, "validate")] = ValidateOperation.Read,
            [(NetconfNamespaces.Base, "commit")] = CommitOperation.Read,
            [(NetconfNamespaces.Base, "cancel-commit")] = CancelCommitOperation.Read,
            [(NetconfNamespaces.Base, "discard-changes")] = DiscardChangesOperation.Read,
            [(NetconfNamespaces.Base, "close-session")] = CloseSessionOperation.Read,
            [(NetconfNamespaces.Base, "kill-session")] = KillSessionOperation.Read,
            [(NetconfNamespaces.PrivateCandidate, "update")] = UpdateOperation.Read,
            [(NetconfNamespaces.PartialLock, "partial-lock")] = PartialLockOperation.Read,
            [(NetconfNamespaces.PartialLock, "partial-unlock")] = PartialUnlockOperation.Read,
            [(NetconfNamespaces.Nmda, "get-data")] = GetDataOperation.Read,
            [(NetconfNamespaces.Nmda, "edit-data")] = EditDataOperation.Read,
            [(NetconfNamespaces.Monitoring, "get-schema")] = GetSchemaOperation.Read,
            [(NetconfNamespaces.Notification, "create-subscription")] = CreateSubscriptionOperation.Read,
            [(NetconfNamespaces.SubscribedNotifications, "establish-subscription")] = SubscriptionOperations.ReadEstablish,
            [(NetconfNamespaces.SubscribedNotifications, "modify-subscription")] = SubscriptionOperations.ReadModify,
            [(NetconfNamespaces.SubscribedNotifications, "delete-subscription")] = SubscriptionOperations.ReadDelete,
            [(NetconfNamespaces.SubscribedNotifications, "kill-subscription")] = SubscriptionOperations.ReadKill,
            [(NetconfNamespaces.YangPush, "resync-subscription")] = SubscriptionOperations.ReadResync,
            [(NetconfNamespaces.Yang, "action")] = ActionOperation.Read,
        }.ToFrozenDictionary();

    /// <summary>The operations there are, by namespace and name.</summary>
    public static IEnumerable<(string Namespace, string Name)> Names => Standard.Keys;

    /// <inheritdoc/>
    public INetconfOperation Read(RpcRequest request)
    {
        context.Local.ActFor(request);
        context.Session.Trace = RequestTrace.Read(request);
        var name = request.Reader.LocalName;
        return RequestTrace.Follow(Find(request), name, context.Session);
    }

    private INetconfOperation Find(RpcRequest request)
    {
        var (ns, name) = (request.Reader.NamespaceURI, request.Reader.LocalName);
        var rpc = context.Schema.FindModuleByNamespace(ns) is { } module ? context.Schema.Root.FindChild(module, name) as OperationNode : null;
        if (Standard.TryGetValue((ns, name), out var read))
        {
            // Who may not do it needn't know what is wrong with its parameters (RFC 8341 §3.4.4).
            if (rpc is not null) context.Operations.DemandExecute(context.Session, rpc);
            else if (ModuleOf(ns) is { } defining) context.Operations.DemandExecute(context.Session, defining, name);
            return read(context, request);
        }

        return rpc is not null
            ? InvokeOperation.Read(context, request, rpc)
            : throw ProtocolErrors.NotSupported($"There is no operation <{name}> in the namespace \"{ns}\".");
    }

    // Rules know operations by their modules, also those that the schema does without. An action is asked about where it leads.
    private static string? ModuleOf(string ns) => ns switch
    {
        NetconfNamespaces.Notification => "notifications",
        NetconfNamespaces.PrivateCandidate => "ietf-netconf-private-candidate",
        NetconfNamespaces.Base => "ietf-netconf",
        _ => null,
    };
}
