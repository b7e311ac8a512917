using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Gives state that follows from the edition of the YANG library: made once for each.</summary>
public abstract class SchemaStateProvider : IStateProvider
{
    private readonly SchemaCache _cache = new();
    private readonly YangLibrary _library;
    private readonly string _container;

    /// <summary>Makes the provider.</summary>
    /// <param name="container">The top-level container it gives, with its module's name.</param>
    /// <param name="library">The library.</param>
    private protected SchemaStateProvider(string container, YangLibrary library)
    {
        _container = container;
        _library = library;
    }

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var schema = context.Running.Schema;
        var container = new DataPath(schema).Child(_container);
        var edition = _library.Current;
        var tree = _cache.Get(schema, edition, () => Build(schema, container, edition));
        if (tree.TryFind(container, out var node)) state.Replace(container, node);
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds what it gives.</summary>
    /// <param name="editor">Over an empty tree.</param>
    /// <param name="container">The container.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="edition">The edition of the library.</param>
    private protected abstract void Add(DataTreeEditor editor, DataPath container, YangSchema schema, LibraryEdition edition);

    private DataTree Build(YangSchema schema, DataPath container, LibraryEdition edition)
    {
        var editor = DataTree.Empty(schema).Edit();
        Add(editor, container, schema, edition);
        return editor.Seal();
    }
}
