using System.Globalization;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi.RuntimeSettings;

/// <summary><c>taiji-restconf-server:process-control</c>.</summary>
internal sealed class ProcessControl : IOperationHandler
{
    private readonly ConfiguredRestconf _restconf;
    private readonly RestconfState _state;

    /// <summary>Makes the handler.</summary>
    /// <param name="restconf">What is started and stopped.</param>
    /// <param name="state">How it is.</param>
    public ProcessControl(ConfiguredRestconf restconf, RestconfState state)
    {
        _restconf = restconf;
        _state = state;
    }

    /// <inheritdoc/>
    public async ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var operation = invocation.Input.Root.ChildText("operation");
        if (operation is "stop" or "restart") await _restconf.HaltAsync();
        if (operation is "start" or "restart") await _restconf.ResumeAsync();
        var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
        var path = new DataPath(invocation.Input.Schema, invocation.Operation.Output);
        output.SetText(path.Child("active"), _state.IsRunning ? "true" : "false");
        output.SetText(path.Child("description"), "The RESTCONF server (RFC 8040).");
        output.SetText(path.Child("pid"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (_state.Since is { } since) output.SetText(path.Child("start-time"), since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        foreach (var listener in _restconf.Listeners) output.Create(path.Entry("listener", listener));
        return output.Seal();
    }
}
