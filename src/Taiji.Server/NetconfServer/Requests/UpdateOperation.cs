using Taiji.Datastores;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>update (draft-ietf-netconf-privcand): brings the session's private candidate up to running.</summary>
internal sealed class UpdateOperation(OperationContext context, ConflictResolution resolution) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var resolution = ConflictResolution.RevertOnConflict;
        var parameters = context.Parameters(request);
        while (parameters.Read()) resolution = parameters.Name == "resolution-mode" ? ParseMode(parameters.ReadText()) : throw parameters.Unknown();
        return new UpdateOperation(context, resolution);
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        context.Operations.UpdateCandidate(context.Session, resolution);
        return new ValueTask<NetconfReply>(NetconfReply.Ok);
    }

    private static ConflictResolution ParseMode(string text) => ResolutionModes.Find(text)
        ?? throw ProtocolErrors.InvalidValue($"\"{text}\" is no resolution-mode: expected {string.Join(", ", ResolutionModes.All.Select(m => m.Name))}.");
}
