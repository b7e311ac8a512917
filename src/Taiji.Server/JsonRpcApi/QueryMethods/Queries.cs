using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>Starts a query, or with <c>query</c> runs it at once and forgets it.</summary>
/// <param name="isOnce">Which.</param>
internal sealed class StartQuery(bool isOnce) : TransactionMethod(
    isOnce ? "query" : "start_query",
    Parameter.Text("xpath_expr").Optional(),
    Parameter.Text("path").Optional(),
    Parameter.Array("selection", ParameterTypes.String).Optional(),
    Parameter.Integer("chunk_size", 0).Optional(),
    Parameter.Integer("initial_offset", 1).Optional(),
    Parameter.Array("sort", ParameterTypes.String).Optional(),
    Parameter.OneOf("sort_order", "ascending", "descending").Optional(),
    Parameter.Boolean("include_total"),
    Parameter.Text("context_node").Optional(),
    Parameter.OneOf("result_as", "string", "keypath-value", "leaf_value_as_string").Optional())
{
    private const long DefaultChunk = 100;

    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var query = await MakeAsync(call, transaction).ConfigureAwait(false);
        if (isOnce) query.WriteChunk(call.Result, call.Server.View(call.Session), call.Arguments.Has("chunk_size") ? null : long.MaxValue);
        else call.Answer("qh", QueryHandles.Add(call, transaction, query));
    }

    private static async ValueTask<Query> MakeAsync(MethodCall call, WebTransaction transaction)
    {
        var arguments = call.Arguments;
        var names = call.Server.Names;
        if (arguments.Has("xpath_expr") == arguments.Has("path"))
            throw arguments.Has("path") ? JsonRpcException.InvalidParameter("path", "xpath_expr or path, not both") : new JsonRpcException(JsonRpcError.About(ErrorKind.MissingParams, "xpath_expr"));
        var isPath = arguments.Has("path");
        var text = isPath ? PathText(call) : ClientDialect.Plain(arguments.Text("xpath_expr"));
        var sorts = arguments.Texts("sort") ?? [];
        if (!isPath && ClientDialect.TrySplitSortBy(text, out text, out var key)) sorts = [.. sorts, key];
        var context = arguments.OptionalText("context_node") is not null ? call.Path("context_node") : null;
        // Relative paths without a context begin at the root.
        if (context is null && !isPath && IsRelativePath(text)) text = "/" + text;
        var tree = await StateReach.TreeAsync(call, transaction, [text, .. arguments.Texts("selection") ?? [], .. sorts]).ConfigureAwait(false);
        var walk = NodeWalk.Begin(names, tree, text, context, call.Server.View(call.Session), isPath ? "path" : "xpath_expr");
        var settings = new QuerySettings
        {
            Selection = [.. (arguments.Texts("selection") ?? []).Select(s => Expressions.Parse(names, s, "selection"))],
            Sort = [.. sorts.Select(s => Expressions.Parse(names, s, "sort"))],
            IsDescending = arguments.Text("sort_order", "ascending") == "descending",
            ChunkSize = arguments.Integer("chunk_size") is > 0 and var size ? size : DefaultChunk,
            InitialOffset = arguments.Integer("initial_offset", 1),
            IncludesTotal = arguments.Flag("include_total", true),
            ResultAs = arguments.Text("result_as", "string"),
        };
        return new Query(names, tree, walk, settings);
    }

    private static string PathText(MethodCall call)
    {
        var path = call.Path();
        return path.IsRoot ? "/" : path.ToXmlString(call.Server.Names.ScopeOf(call.Server.Schema.Root.Module));
    }

    private static bool IsRelativePath(string text) => text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && !text.Contains('(', StringComparison.Ordinal);
}

/// <summary>The queries' handles: numbered in the session, kept with their transactions.</summary>
internal static class QueryHandles
{
    /// <summary>Keeps a query.</summary>
    /// <param name="call">The call.</param>
    /// <param name="transaction">Its transaction: the query ends with it.</param>
    /// <param name="query">The query.</param>
    public static long Add(MethodCall call, WebTransaction transaction, Query query) => transaction.Attachment<QueryTable>().Add(query, call.Session.NextHandle, call.Server.Options.MaxHandles);

    /// <summary>The query that a call names, and the transaction it is with.</summary>
    /// <param name="call">The call.</param>
    /// <exception cref="JsonRpcException">There is none.</exception>
    public static (WebTransaction Transaction, QueryTable Table, Query Query) Find(MethodCall call)
    {
        var handle = call.Arguments.Integer("qh");
        foreach (var transaction in call.Session.Transactions.All)
        {
            var table = transaction.Attachment<QueryTable>();
            if (table.Find(handle) is { } query) return (transaction, table, query);
        }

        throw JsonRpcException.InvalidParameter("qh", $"there is no query {handle}");
    }
}

/// <summary>The next chunk of a query.</summary>
internal sealed class RunQuery() : JsonRpcMethod("run_query", Parameter.Integer("qh"))
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call)
    {
        var (transaction, _, query) = QueryHandles.Find(call);
        using var turn = await transaction.EnterAsync(call.Cancelled).ConfigureAwait(false);
        query.WriteChunk(call.Result, call.Server.View(call.Session));
    }
}

/// <summary>Begins a query again.</summary>
internal sealed class ResetQuery() : JsonRpcMethod("reset_query", Parameter.Integer("qh"))
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call)
    {
        var (transaction, _, query) = QueryHandles.Find(call);
        using var turn = await transaction.EnterAsync(call.Cancelled).ConfigureAwait(false);
        query.Reset();
    }
}

/// <summary>Forgets a query.</summary>
internal sealed class StopQuery() : JsonRpcMethod("stop_query", Parameter.Integer("qh"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        QueryHandles.Find(call).Table.Remove(call.Arguments.Integer("qh"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Evaluates an expression.</summary>
internal sealed class EvalXPath() : TransactionMethod("eval_XPath", Parameter.Text("xpath_expr"))
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var expression = Expressions.Parse(call.Server.Names, call.Arguments.Text("xpath_expr"), "xpath_expr");
        var tree = await StateReach.TreeAsync(call, transaction, [call.Arguments.Text("xpath_expr")]).ConfigureAwait(false);
        var view = call.Server.View(call.Session);
        var value = new XPathEvaluator(view.Over(tree)).Evaluate(expression, new XPathNode(tree.Root), null);
        call.Answer("value", Expressions.Text(call.Server.Names, value, view));
    }
}

/// <summary>Whether expressions can lead to state: providers are asked only then.</summary>
internal static class StateReach
{
    // What leads on without naming where to.
    private static readonly string[] Open = ["*", "//", "node()", "::", "deref("];

    /// <summary>The tree to evaluate on: with state where a name of state stands in the texts, or where none can be told.</summary>
    /// <param name="call">The call.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="texts">The expressions.</param>
    public static ValueTask<DataTree> TreeAsync(MethodCall call, WebTransaction transaction, IReadOnlyList<string> texts)
    {
        var isOpen = texts.Any(t => Open.Any(o => t.Contains(o, StringComparison.Ordinal)));
        return isOpen || call.Server.StateNames.Any(name => texts.Any(t => t.Contains(name, StringComparison.Ordinal)))
            ? transaction.WithStateAsync(null, call.Cancelled) : ValueTask.FromResult(transaction.Content);
    }
}
