namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>A method of the API: its name and parameters, which the protocol checks, and what it does.</summary>
/// <param name="name">Its name.</param>
/// <param name="parameters">Its parameters, in the order in which they may be given by position.</param>
internal abstract class JsonRpcMethod(string name, params IReadOnlyList<Parameter> parameters)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } = parameters;

    /// <summary>Whether the call needs a session's cookie.</summary>
    public virtual bool NeedsSession => true;

    /// <summary>Does it: writes one JSON value as result, or nothing for <c>{}</c>.</summary>
    /// <param name="call">The call.</param>
    /// <exception cref="JsonRpcException">It failed.</exception>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">The datastores refused.</exception>
    public abstract ValueTask InvokeAsync(MethodCall call);
}
