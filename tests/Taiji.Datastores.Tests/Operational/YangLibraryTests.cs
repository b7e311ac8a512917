using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Operational;

/// <summary>When there is another edition of the YANG library, and who hears of it.</summary>
public sealed class YangLibraryTests
{
    private readonly ModuleLocations _locations = new();
    private readonly List<string> _told = [];

    [Fact]
    public void Who_was_shown_an_edition_before_the_listeners_were_open_hears_of_the_next()
    {
        var library = Make();
        string? origin = null;
        _locations.Use((name, _) => origin is null ? null : origin + name);
        var first = library.Current.ContentId;
        origin = "http://here/";
        library.Current.ContentId.ShouldBe(first, "what was shown holds until there is another edition");
        library.Refresh();
        _told.ShouldBe([first, library.Current.ContentId]);
        library.Current.LocationOf("t", null).ShouldBe("http://here/t");
    }

    [Fact]
    public void Before_anybody_was_shown_an_edition_there_is_nothing_to_tell()
    {
        var library = Make();
        _locations.Use((name, _) => "http://here/" + name);
        _locations.Use((name, _) => "http://there/" + name);
        _told.ShouldBeEmpty();
        library.Refresh();
        _told.ShouldHaveSingleItem().ShouldBe(library.Current.ContentId);
        library.Refresh();
        _told.Count.ShouldBe(1, "nothing has changed");
    }

    [Fact]
    public void Who_comes_late_is_told_of_the_edition_in_force()
    {
        var library = Make();
        var late = new List<LibraryEdition>();
        _ = library.Current;
        library.Watch(late.Add);
        late.ShouldHaveSingleItem().ShouldBeSameAs(library.Current);
    }

    [Fact]
    public void Equal_libraries_have_equal_content_ids_and_each_part_counts()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(TestModule.Text);
        compiler.Implement("ietf-yang-library");
        var schema = compiler.Compile().Schema!;
        string Id(DatastoreSwitches datastores, Func<string, string?, string?>? locate)
        {
            var locations = new ModuleLocations();
            locations.Use(locate);
            return new YangLibrary(schema, datastores, locations).Current.ContentId;
        }

        var all = new[]
        {
            Id(new DatastoreSwitches(), null),
            Id(new DatastoreSwitches { Candidate = false }, null),
            Id(new DatastoreSwitches { Startup = StartupMode.On }, null),
            Id(new DatastoreSwitches(), (name, _) => "http://a/" + name),
            Id(new DatastoreSwitches(), (name, _) => "http://b/" + name),
            Id(new DatastoreSwitches(), (name, _) => name == "t" ? "http://b/" + name : "http://a/" + name),
        };
        all.ShouldBeUnique();
        Id(new DatastoreSwitches(), (name, _) => "http://a/" + name).ShouldBe(all[3]);
    }

    private YangLibrary Make()
    {
        var library = new YangLibrary(TestModule.Schema, new DatastoreSwitches(), _locations);
        library.Watch(e => _told.Add(e.ContentId));
        return library;
    }
}
