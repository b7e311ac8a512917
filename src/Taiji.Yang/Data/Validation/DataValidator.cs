using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>Which data a tree is meant to hold.</summary>
public enum ValidationContent
{
    /// <summary>A configuration: constraints of <c>config true</c> nodes.</summary>
    Configuration,

    /// <summary>Configuration and state: all constraints.</summary>
    All,
}

/// <summary>
/// Checks data against the schema's constraints (RFC 7950 §8): mandatory, min- and max-elements, unique, choice, leafref, instance-identifier, must, when. Types and keys have
/// been checked when the data was read. One for each schema; may be shared by threads.
/// </summary>
public sealed class DataValidator
{
    private readonly ConstraintTable _table;
    private readonly ConstraintIndex _index;
    private readonly IndexCatalog _indexes;

    /// <summary>Makes a validator.</summary>
    /// <param name="schema">The schema.</param>
    public DataValidator(YangSchema schema)
        : this(schema, new IndexCatalog())
    {
    }

    internal DataValidator(YangSchema schema, IndexCatalog indexes)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _table = new ConstraintTable(schema);
        _index = new ConstraintIndex(schema);
        _indexes = indexes;
        Cleaner = new WhenCleaner(schema, _table, _index, indexes);
    }

    /// <summary>The schema.</summary>
    public YangSchema Schema { get; }

    /// <summary>Whether whole trees are validated without any shortcut: what the others are held to.</summary>
    internal bool IsWithoutShortcuts { get; init; }

    /// <summary>Removes what a change makes void.</summary>
    public WhenCleaner Cleaner { get; }

    /// <summary>
    /// Checks what a change to a valid configuration can break: the cost grows with the change, and with the number of constraints whose verdict it can change. Indexes make the
    /// way from a value to who looks it up; they are built when first needed, and follow the tree from change to change.
    /// </summary>
    /// <param name="diff">From a valid configuration to the one to check.</param>
    /// <returns>The violations that <see cref="Validate(DataTree, ValidationContent)"/> would find, each once; empty when valid.</returns>
    public IReadOnlyList<RpcError> Validate(DataDiff diff) => Validate(diff, out _);

    /// <summary>As <see cref="Validate(DataDiff)"/>, and counts.</summary>
    /// <param name="diff">From a valid configuration to the one to check.</param>
    /// <param name="steps">How many expressions, references and entries' values were looked at.</param>
    internal IReadOnlyList<RpcError> Validate(DataDiff diff, out int steps)
    {
        ArgumentNullException.ThrowIfNull(diff);
        var indexes = _indexes.After(diff);
        var run = new ValidationRun(_table, new AccessibleTree(diff.After) { Indexes = indexes }, configOnly: true);
        new IncrementalRun(run, _index, indexes).Check(new AffectedNodes(_index, diff, indexes));
        steps = run.Steps;
        return [.. run.Errors.DistinctBy(e => (e.Tag, e.AppTag, e.Path, e.Message))];
    }

    /// <summary>Checks a whole tree.</summary>
    /// <param name="tree">The tree, rooted at the datastore's root.</param>
    /// <param name="content">What it is meant to hold.</param>
    /// <returns>Every violation in document order, with the error-tag and error-app-tag of RFC 7950 §15; empty when valid.</returns>
    public IReadOnlyList<RpcError> Validate(DataTree tree, ValidationContent content = ValidationContent.Configuration)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var run = new ValidationRun(_table, new AccessibleTree(tree) { Indexes = _indexes.Of(tree), IsWithoutShortcuts = IsWithoutShortcuts }, content == ValidationContent.Configuration);
        run.CheckSubtree(new XPathNode(tree.Root));
        return run.Errors;
    }

    /// <summary>Checks an operation's input or output, or a notification (RFC 7950 §6.4.1).</summary>
    /// <param name="operation">The tree, rooted at the input, output or notification.</param>
    /// <param name="data">What it leans on: state and running configuration.</param>
    /// <param name="parent">The node of <paramref name="data"/> that an action or nested notification belongs to; null for the root.</param>
    /// <returns>Every violation; empty when valid.</returns>
    public IReadOnlyList<RpcError> ValidateOperation(DataTree operation, DataTree data, DataNode? parent = null)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(data);
        var run = new ValidationRun(_table, new AccessibleTree(data, operation, parent) { Indexes = _indexes.Of(data) }, configOnly: false);
        run.CheckSubtree(new XPathNode(operation.Root));
        return run.Errors;
    }
}
