using Taiji.Datastores.Store;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>
/// The YANG library (RFC 8525): all that tell of it, in data, capabilities and notifications, tell of the same edition. Where modules can be had is known only once the listeners are
/// open, and may change; whoever has been shown an edition by then hears that there is another.
/// </summary>
public sealed class YangLibrary
{
    private readonly Lock _lock = new();
    private readonly YangSchema _schema;
    private readonly DatastoreSwitches _datastores;
    private readonly ModuleLocations _locations;
    private readonly List<Action<LibraryEdition>> _watchers = [];
    private LibraryEdition? _current;

    /// <summary>Makes the library.</summary>
    /// <param name="schema">The modules.</param>
    /// <param name="datastores">The datastores the server has.</param>
    /// <param name="locations">Where clients get the modules' texts.</param>
    public YangLibrary(YangSchema schema, DatastoreSwitches datastores, ModuleLocations locations)
    {
        ArgumentNullException.ThrowIfNull(locations);
        (_schema, _datastores, _locations) = (schema, datastores, locations);
        locations.Changed += () =>
        {
            // What nobody has been shown needs no successor.
            if (Volatile.Read(ref _current) is not null) Refresh();
        };
    }

    /// <summary>The edition in force. The first is taken when somebody asks.</summary>
    public LibraryEdition Current => Volatile.Read(ref _current) ?? Take(isNew: false);

    /// <summary>Looks whether anything has changed, and if so goes on to another edition.</summary>
    public void Refresh() => Take(isNew: true);

    /// <summary>Is told of every edition as it comes into force, and now of the one that is.</summary>
    /// <param name="told">Called one at a time; does not ask the library.</param>
    public void Watch(Action<LibraryEdition> told)
    {
        ArgumentNullException.ThrowIfNull(told);
        lock (_lock)
        {
            _watchers.Add(told);
            if (_current is { } current) told(current);
        }
    }

    private LibraryEdition Take(bool isNew)
    {
        lock (_lock)
        {
            if (_current is { } kept && !isNew) return kept;
            var edition = new LibraryEdition(_schema, _datastores, _locations);
            if (edition.ContentId == _current?.ContentId) return _current;
            // Told first: whoever is shown it may rely on what the others make of it.
            foreach (var told in _watchers) told(edition);
            Volatile.Write(ref _current, edition);
            return edition;
        }
    }
}
