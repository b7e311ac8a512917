using Taiji.Datastores.Events;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Events;

/// <summary>The content of the server's own notifications, as its builder stores it.</summary>
public sealed class ContentBuilderTests
{
    private const string Module = """
        module m {
          yang-version 1.1;
          namespace "urn:m";
          prefix m;
          identity kind;
          identity one { base kind; }
          container c {
            list l { key "a b"; leaf a { type string; } leaf b { type identityref { base kind; } } leaf v { type string; } }
            leaf-list ll { type string; }
          }
          notification told { leaf target { type instance-identifier { require-instance false; } } leaf word { type string; } }
        }
        """;

    private static readonly YangSchema Schema = TestModule.Compile(Module);
    private static readonly NotificationNode Told = (NotificationNode)Schema.Root.FindChild(Schema.FindModule("m")!, "told")!;

    [Theory]
    [InlineData("/m:c")]
    [InlineData("/m:c/l[a='x'][b='m:one']/v")]
    [InlineData("/m:c/l[a=\"it's\"][b='m:one']/v")]
    [InlineData("/m:c/l[a='say \"x\"'][b='m:one']")]
    [InlineData("/m:c/l[a='Ω &<>[]/'][b='m:one']")]
    [InlineData("/m:c/ll[.='one two']")]
    public void A_path_is_stored_as_its_text_is(string text)
    {
        var path = DataPath.Parse(Schema, text);
        var direct = new ContentBuilder(Schema, Told).Leaf("target", path).Build();
        var parsed = new ContentBuilder(Schema, Told).Leaf("target", text).Build();
        new DataDiff(direct, parsed).IsEmpty.ShouldBeTrue();
        Text(direct, "target").ShouldBe(text);
    }

    [Fact]
    public void A_path_that_no_instance_identifier_can_name_is_refused()
    {
        var path = DataPath.Parse(Schema, "/m:c").Entry("l", "it's \"x\"", "m:one");
        Should.Throw<ArgumentException>(() => new ContentBuilder(Schema, Told).Leaf("target", path));
    }

    [Fact]
    public void Texts_that_are_remembered_are_stored_like_others_however_many_there_are()
    {
        var known = new StoredTexts(Schema);
        for (var i = 0; i < 5_000; i++)
        {
            var word = "word " + (i % 1_500);
            Text(new ContentBuilder(Schema, Told, known).Leaf("word", word).Build(), "word").ShouldBe(word);
        }
    }

    private static string? Text(DataTree content, string leaf) => content.TextAt(new DataPath(Schema, Told).Child(leaf));
}
