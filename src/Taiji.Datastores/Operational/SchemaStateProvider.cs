using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Gives state that follows from the schema, and from where its modules' texts are: made once.</summary>
public abstract class SchemaStateProvider : IStateProvider
{
    private readonly SchemaCache _cache = new();
    private readonly ModuleLocations _locations;
    private readonly string _container;

    /// <summary>Makes the provider.</summary>
    /// <param name="container">The top-level container it gives, with its module's name.</param>
    /// <param name="locations">Where clients get the modules' texts.</param>
    private protected SchemaStateProvider(string container, ModuleLocations locations)
    {
        _container = container;
        _locations = locations;
    }

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var schema = context.Running.Schema;
        var container = new DataPath(schema).Child(_container);
        var tree = _cache.Get(schema, _locations.Version, () => Build(schema, container));
        if (tree.TryFind(container, out var node)) state.Replace(container, node);
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds what it gives.</summary>
    /// <param name="editor">Over an empty tree.</param>
    /// <param name="container">The container.</param>
    /// <param name="schema">The schema.</param>
    private protected abstract void Add(DataTreeEditor editor, DataPath container, YangSchema schema);

    /// <summary>Where clients get a module's or submodule's text; null when nowhere.</summary>
    private protected string? LocationOf(string name, string? revision) => _locations.Of(name, revision);

    private DataTree Build(YangSchema schema, DataPath container)
    {
        var editor = DataTree.Empty(schema).Edit();
        Add(editor, container, schema);
        return editor.Seal();
    }
}
