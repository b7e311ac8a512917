using System.Buffers;
using Taiji.Datastores;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Store;
using Taiji.Server.Filters;
using Taiji.Server.Subscriptions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.Comparing;

/// <summary><c>ietf-nmda-compare:compare</c> (RFC 9144): how two datastores differ, for every protocol. What the session may not read is not compared.</summary>
/// <param name="operations">Has the datastores.</param>
public sealed class DatastoreComparison(Operations operations) : IOperationHandler
{
    private const string Module = "ietf-nmda-compare";

    /// <inheritdoc/>
    public async ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        var input = invocation.Input.Root;
        var filter = FilterOf(input);
        var source = await ReadAsync("source");
        var target = await ReadAsync("target");
        var isStateCompared = input.ChildText("all") is not null || (source.Datastore == Datastore.Operational && target.Datastore == Datastore.Operational);
        var (before, after) = (Select(source.Read, filter, isStateCompared), Select(target.Read, filter, isStateCompared));
        var output = DataTree.Empty(operations.Schema, invocation.Operation.Output).Edit();
        var path = new DataPath(operations.Schema, invocation.Operation.Output);
        if (filter is not null && before.IsEmpty && after.IsEmpty)
        {
            output.SetText(path.Child("no-matches"), "");
            return output.Seal();
        }

        var origins = input.ChildText("report-origin") is not null ? new Origins(source.Read.Origins?.ToAnnotation(), target.Read.Origins?.ToAnnotation()) : default;
        Write(output, path.Child("differences").Child("yang-patch"), before, after, origins);
        return output.Seal();

        async ValueTask<(Datastore Datastore, ReadResult Read)> ReadAsync(string leaf)
        {
            var datastore = DatastoreOf(input.ChildText(leaf)!);
            return (datastore, await operations.ReadAsync(invocation.Session, new ReadRequest(datastore) { Reach = filter?.Reach(operations.Schema) }, cancellationToken));
        }
    }

    private static void Write(DataTreeEditor output, DataPath patch, DataTree before, DataTree after, Origins origins)
    {
        output.SetText(patch.Child("patch-id"), "compare");
        var number = 0;
        foreach (var edit in PushEdits.Of(before, after))
        {
            var entry = patch.Entry("edit", $"edit-{++number}");
            output.SetText(entry.Child("operation"), edit.Operation);
            output.SetText(entry.Child("target"), edit.Target);
            if (edit.Where is { } where) output.SetText(entry.Child("where"), where);
            if (edit.Point is { } point) output.SetText(entry.Child("point"), point);
            if (edit.HasValue) output.SetValue(entry.Child("value"), Content(edit.Node, origins.Target));
            if (edit.Operation is "delete" or "replace" or "move" && before.TryFind(edit.Node.Path, out var old)) output.SetValue(entry.Child("source-value"), Content(old, origins.Source));
        }
    }

    private static DataTree Select(ReadResult read, DataFilter? filter, bool isStateCompared)
    {
        var visible = read.Visible();
        // What only operational can have is no difference to speak of (RFC 9144 §3).
        if (!isStateCompared) visible = DataSelection.Readable(visible, n => n.Schema.IsConfig, IsWholeConfiguration);
        return filter is null ? visible : filter.Apply(visible);
    }

    private static bool IsWholeConfiguration(SchemaNode node) => node.IsConfig && (node is not InnerNode inner || inner.DataChildren.All(IsWholeConfiguration));

    private static byte[] Content(DataNode node, OriginAnnotation? origins)
    {
        var content = new ArrayBufferWriter<byte>();
        content.Write([AnyContent.Xml]);
        XmlDataWriter.Write(content, node, new DataWriteOptions { Origins = origins });
        return content.WrittenSpan.ToArray();
    }

    private Datastore DatastoreOf(string identity)
    {
        foreach (var datastore in operations.Datastores.All)
        {
            if (DatastoreNames.IdentityOf(datastore) == identity) return datastore;
        }

        throw Refused($"This server has no datastore \"{identity}\".");
    }

    private DataFilter? FilterOf(DataNode input)
    {
        var module = operations.Schema.FindModule(Module)!;
        return FilterSpecification.Read(input, module, "subtree-filter", "xpath-filter", Refused)?.Filter;
    }

    private static RpcErrorException Refused(string message) => new(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Message = message });

    private readonly record struct Origins(OriginAnnotation? Source, OriginAnnotation? Target);
}
