using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>
/// The configuration that is applied, where it may lag what is intended (RFC 8342 §5.3.1, §5.3.2): below the paths that are tracked it is what code has reported, everywhere else it
/// is running. It begins without anything tracked. The cost of a commit and of a report is that of the change.
/// </summary>
public sealed class AppliedConfiguration : IDisposable
{
    private readonly Lock _sync = new();
    private readonly RunningStore _running;
    private readonly CommitPublisher _publisher;
    private readonly IReadOnlyList<SchemaNode> _tracked;
    private volatile DataTree _tree;

    /// <summary>Begins.</summary>
    /// <param name="running">Running.</param>
    /// <param name="publisher">Tells of commits.</param>
    /// <param name="tracked">The schema nodes at and below which it waits for reports.</param>
    internal AppliedConfiguration(RunningStore running, CommitPublisher publisher, IReadOnlyList<SchemaNode> tracked)
    {
        _running = running;
        _publisher = publisher;
        _tracked = tracked;
        _tree = running.Current.Tree;
        if (tracked.Count == 0) return;
        _tree = Without(_tree);
        publisher.Published += Follow;
    }

    /// <summary>The configuration that is applied now.</summary>
    public DataTree Current => _tracked.Count == 0 ? _running.Current.Tree : _tree;

    /// <summary>Something was reported; asked for <see cref="Current"/> by whoever wants to know what.</summary>
    public event Action? Changed;

    /// <summary>Whether anything is tracked.</summary>
    public bool IsTracking => _tracked.Count > 0;

    /// <summary>Reports that all of a change, as far as it lies at or below a tracked path, is applied: what a commit participant says when it is done.</summary>
    /// <param name="path">The tracked schema path, as it was given to the host.</param>
    /// <param name="change">The change.</param>
    /// <exception cref="ArgumentException">The path isn't tracked.</exception>
    public void Report(string path, CommitChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var node = Tracked(path);
        Edit(editor =>
        {
            foreach (var at in change.Diff.Changes) Apply(editor, at, change.Diff.After, node);
        });
    }

    /// <summary>Reports what is in use at a node now: what a tree has there, or nothing when it has nothing there.</summary>
    /// <param name="at">A node at or below a tracked path; a whole list is possible.</param>
    /// <param name="applied">The values in use, which need not be those of running.</param>
    /// <exception cref="ArgumentException">The node isn't tracked.</exception>
    public void Report(DataPath at, DataTree applied)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(applied);
        if (!_tracked.Any(t => SchemaWay.IsAtOrBelow(at.Node, t))) throw new ArgumentException($"{at} is not at or below a path whose applied configuration is tracked.", nameof(at));
        Edit(editor => Put(editor, at, applied));
    }

    /// <summary>Reports that all that running has now at and below a tracked path is applied: what code says that has read it when it started.</summary>
    /// <param name="path">The tracked schema path, as it was given to the host.</param>
    /// <param name="running">The running configuration that was applied.</param>
    /// <exception cref="ArgumentException">The path isn't tracked.</exception>
    public void Report(string path, DataTree running)
    {
        ArgumentNullException.ThrowIfNull(running);
        var node = Tracked(path);
        Edit(editor =>
        {
            foreach (var instance in Instances(editor.Snapshot(), node)) editor.Remove(instance.Path);
            foreach (var instance in Instances(running, node)) editor.Merge(instance.Path, instance);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _publisher.Published -= Follow;

    private static List<DataNode> Instances(DataTree tree, SchemaNode node) => [.. SchemaWay.Instances(tree.Root, SchemaWay.To(node))];

    private SchemaNode Tracked(string path) =>
        _tracked.FirstOrDefault(t => t.SchemaPath == path || t.SchemaPath == "/" + path) ?? throw new ArgumentException($"The applied configuration of {path} is not tracked.", nameof(path));

    private void Edit(Action<DataTreeEditor> edit)
    {
        lock (_sync)
        {
            var editor = _tree.Edit();
            edit(editor);
            _tree = editor.Snapshot();
        }

        Changed?.Invoke();
    }

    /// <summary>What nobody reports on is applied when it is running.</summary>
    private void Follow(CommitChange change, int length) => Edit(editor =>
    {
        var before = _tree;
        foreach (var at in change.Diff.Changes)
        {
            if (_tracked.Any(t => SchemaWay.IsAtOrBelow(at.Schema, t))) continue;
            var path = at.Node.Path;
            Put(editor, path, change.Diff.After);
            Place(editor, at, path);
            // What is tracked below stays as it is, whatever became of what is around it.
            foreach (var tracked in _tracked.Where(t => SchemaWay.IsAtOrBelow(t, at.Schema))) Restore(editor, path, tracked, before);
        }
    });

    private static void Restore(DataTreeEditor editor, DataPath around, SchemaNode tracked, DataTree before)
    {
        var way = SchemaWay.To(tracked, around.Node);
        if (editor.Snapshot().TryFind(around, out var put))
        {
            foreach (var instance in SchemaWay.Instances(put, way).ToList()) editor.Remove(instance.Path);
        }

        if (!before.TryFind(around, out var old)) return;
        foreach (var instance in SchemaWay.Instances(old, way)) editor.Merge(instance.Path, instance);
    }

    private static void Apply(DataTreeEditor editor, DataChange change, DataTree after, SchemaNode tracked)
    {
        if (SchemaWay.IsAtOrBelow(change.Schema, tracked))
        {
            Put(editor, change.Node.Path, after);
            Place(editor, change, change.Node.Path);
        }
        else if (SchemaWay.IsAtOrBelow(tracked, change.Schema))
        {
            foreach (var instance in SchemaWay.Instances(change.Node, SchemaWay.To(tracked, change.Schema)))
            {
                if (change.Kind == DataChangeKind.Deleted) Remove(editor, instance);
                else editor.Replace(instance.Path, instance);
            }
        }
    }

    /// <summary>Removes what was in use below an entry that is gone, and the entry with the last of it.</summary>
    private static void Remove(DataTreeEditor editor, DataNode instance)
    {
        editor.Remove(instance.Path);
        for (var at = instance.Path.Parent; !at.IsRoot; at = at.Parent)
        {
            if (at.Node is not ListNode) continue;
            if (!editor.Snapshot().TryFind(at, out var entry) || HasContent(entry)) return;
            editor.Remove(at);
        }
    }

    private static bool HasContent(DataNode entry)
    {
        foreach (var child in entry.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) return true;
        }

        return false;
    }

    private static void Put(DataTreeEditor editor, DataPath at, DataTree from)
    {
        if (at.IsWholeList)
        {
            editor.Remove(at);
            if (from.TryFind(at.Parent, out var parent))
            {
                foreach (var entry in parent.Entries(at.Node)) editor.Replace(entry.Path, entry);
            }
        }
        else if (from.TryFind(at, out var node))
        {
            editor.Replace(at, node);
        }
        else
        {
            editor.Remove(at);
        }
    }

    /// <summary>Gives an entry of a list ordered by the user its place, as far as its predecessor is applied too.</summary>
    private static void Place(DataTreeEditor editor, DataChange change, DataPath path)
    {
        if (change.Kind is not (DataChangeKind.Created or DataChangeKind.Moved) || change.Schema is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true })) return;
        if (path.Steps[^1].Key is null) return;
        if (change.After.Position == 0)
        {
            editor.Create(path, new InsertPosition(InsertPlace.First));
            return;
        }

        var predecessor = change.After.Parent.Entries(change.Schema).At(change.After.Position - 1);
        var anchor = predecessor.Key.ToArray();
        if (editor.Snapshot().TryFind(path.Parent.Append(change.Schema, anchor), out _)) editor.Create(path, new InsertPosition(InsertPlace.After, anchor));
    }

    private DataTree Without(DataTree tree)
    {
        var editor = tree.Edit();
        foreach (var tracked in _tracked)
        {
            foreach (var instance in Instances(tree, tracked)) editor.Remove(instance.Path);
        }

        return editor.Snapshot();
    }
}
