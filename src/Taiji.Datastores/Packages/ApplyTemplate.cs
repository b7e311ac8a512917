using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Store;
using Taiji.Datastores.Templates;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Packages;

/// <summary><c>taiji-packages:apply-template</c>.</summary>
/// <param name="operations">Has the data.</param>
/// <param name="templates">The templates.</param>
public sealed class ApplyTemplate(Operations operations, TemplateTable templates) : IOperationHandler
{
    /// <inheritdoc/>
    public async ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        var input = invocation.Input.Root;
        var template = templates.Get(input.ChildText("name")!);
        var datastore = input.ChildText("datastore") == "candidate" ? Datastore.Candidate : Datastore.Running;
        var read = await operations.ReadAsync(invocation.Session, new ReadRequest(datastore), cancellationToken).ConfigureAwait(false);
        var edits = template.Expand(new TemplateInput(read.Tree)
        {
            View = read.View,
            Variables = Variables(invocation),
            Context = input.ChildText("context") is { } context ? DataPath.Parse(invocation.Input.Schema, context) : null,
        });
        var options = new EditOptions { Label = input.ChildText("label"), Comment = input.ChildText("comment") };
        if (datastore == Datastore.Candidate) await operations.EditAsync(invocation.Session, datastore, edits, options, cancellationToken).ConfigureAwait(false);
        else await operations.ApplyAsync(invocation.Session, edits, options, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static Dictionary<string, string> Variables(OperationInvocation invocation)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var list = (ListNode)invocation.Operation.Input.DataChildren.Single(c => c.Name == "variable");
        foreach (var entry in invocation.Input.Root.Entries(list)) variables[entry.ChildText("name")!] = entry.ChildText("value")!;
        return variables;
    }
}
