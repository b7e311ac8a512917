using System.Collections.Frozen;
using Taiji.Server.JsonRpcApi.ActionMethods;
using Taiji.Server.JsonRpcApi.BatchCommands;
using Taiji.Server.JsonRpcApi.Comet;
using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.PackageMethods;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.QueryMethods;
using Taiji.Server.JsonRpcApi.RollbackMethods;
using Taiji.Server.JsonRpcApi.SchemaMethods;
using Taiji.Server.JsonRpcApi.SessionMethods;
using Taiji.Server.JsonRpcApi.TransactionMethods;

namespace Taiji.Server.JsonRpcApi;

/// <summary>All methods. <c>docs/json-rpc.md</c> has the same table.</summary>
internal static class MethodTable
{
    /// <summary>The methods in the order of the documentation.</summary>
    public static IReadOnlyList<JsonRpcMethod> All { get; } =
    [
        new Login(), new ChallengeResponse(), new Logout(), new KickUser(), new GetSessionData(), new PutSessionData(), new EraseSessionData(), new Abort(), new GetSystemSetting(),
        new GetTrans(), new NewTrans(), new DeleteTrans(), new SetTransComment(), new SetTransLabel(), new GetWebUiTrans(), new NewWebUiTrans(),
        new IsTransModified(), new GetTransChanges(), new GetTransChanges("changes"), new ValidateTrans(), new GetTransConflicts(), new ResolveTrans(),
        new ValidateCommit(), new ClearValidateLock(), new CommitTrans(), new Apply(), new AbortCommit(), new ConfirmCommit(),
        new ResetCandidate(), new LockDatabase(), new UnlockDatabase(), new CopyRunningToStartup(),
        new Create(), new Delete(), new Exists(), new GetCase(), new GetValue(), new GetValues(), new SetValue(),
        new CopyListEntry(isRename: true), new CopyListEntry(isRename: false), new MoveListEntry(), new AppendListEntry(), new CountListKeys(), new GetListKeys(),
        new ShowConfig(), new Load(), new GetAttrs(), new SetAttrs(),
        new StartQuery(isOnce: true), new StartQuery(isOnce: false), new RunQuery(), new ResetQuery(), new StopQuery(), new EvalXPath(),
        new GetRollbacks(), new GetRollback(), new InstallRollback(), new LoadRollback(),
        new Deref(), new GetLeafRefValues(),
        new GetSchema(), new GetDescription(), new GetModulePrefixMap(), new HideSchema(), new UnhideSchema(),
        new RunAction(),
        new GetTemplateVariables(), new ApplyTemplate(), new ListPackages(),
        new GetSources(isCommands: true), new InitCommand(), new StartCommand(), new SendCommandData(), new SuspendCommand(), new ResumeCommand(), new StopCommand(),
        new Listen(), new StartSubscription(), new StartSubscription("batch_init_done"), new Unsubscribe(), new GetSources(isCommands: false),
        new SubscribeChanges(), new SubscribeCdbOper(), new SubscribePollLeaf(), new SubscribeUpgrade(), new SubscribeJsonRpcBatch(), new SubscribeProgressTrace(),
        new SubscribeMessages(), new SendMessage(),
    ];

    /// <summary>The methods by name.</summary>
    public static FrozenDictionary<string, JsonRpcMethod> ByName { get; } = All.ToFrozenDictionary(m => m.Name, StringComparer.Ordinal);
}
