using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Types;

public sealed class InstanceIdentifierTests
{
    private static readonly YangSchema Schema = SchemaCompiler.FromTexts(
        """
        module one { yang-version 1.1; namespace "urn:one"; prefix o;
          container c { list l { key "a b"; leaf a { type string; } leaf b { type uint8; } leaf v { type string; } } leaf-list ll { type string; }
            list keyless { config false; leaf x { type string; } } anydata any; leaf ref { type instance-identifier; } } }
        """,
        """module two { yang-version 1.1; namespace "urn:two"; prefix t; import one { prefix o; } augment "/o:c/o:l" { leaf w { type string; } } }""").GetSchemaOrThrow();

    private static readonly YangModule One = Schema.FindModule("one")!;

    private static readonly Prefixes Declared = new(("p", One), ("q", Schema.FindModule("two")!));

    private readonly YangType _type = TypeBench.Make(BuiltInType.InstanceIdentifier);

    [Theory]
    [InlineData("/p:c", "/one:c")]
    [InlineData("/p:c/p:l[p:b='07'][p:a=\"x y\"]/q:w", "/one:c/l[a='x y'][b='7']/two:w")]
    [InlineData("/p:c/p:l [ p:a = \"it's\" ] [p:b='1']", "/one:c/l[a=\"it's\"][b='1']")]
    [InlineData(" /p:c/p:ll[.='v'] ", "/one:c/ll[.='v']")]
    [InlineData("/p:c/p:keyless[3]/p:x", "/one:c/keyless[3]/x")]
    public void Is_stored_with_module_names_and_keys_in_their_order(string xml, string canonical)
    {
        var stored = TypeBench.Store(_type, xml, schema: Schema, prefixes: Declared);
        TypeBench.Show(_type, stored, ValueForm.Canonical, Schema).ShouldBe(canonical);
        TypeBench.Store(_type, canonical, ValueForm.Json, JsonKind.String, Schema).ShouldBe(stored);
        var written = TypeBench.Show(_type, stored, ValueForm.Xml, Schema, Declared);
        TypeBench.Store(_type, written, schema: Schema, prefixes: Declared).ShouldBe(stored);
    }

    [Theory]
    [InlineData("", "begins with '/'")]
    [InlineData("p:c", "expected '/'")]
    [InlineData("/c", "needs a prefix")]
    [InlineData("/z:c", "not declared")]
    [InlineData("/p:nope", "no data node one:nope")]
    [InlineData("/p:c/p:l", "key 'a'")]
    [InlineData("/p:c/p:l[p:a='x']", "key 'b'")]
    [InlineData("/p:c/p:l[1]", "has keys")]
    [InlineData("/p:c/p:l[p:a='x'][p:a='x'][p:b='1']", "twice")]
    [InlineData("/p:c/p:l[p:v='x'][p:b='1']", "no key")]
    [InlineData("/p:c/p:l[p:a='x'][p:b='300']", "uint8")]
    [InlineData("/p:c/p:l[p:a='x'][p:b=1]", "quotes")]
    [InlineData("/p:c/p:ll", "which instance")]
    [InlineData("/p:c[p:a='x']", "no key of c")]
    [InlineData("/p:c/p:ll[.='x']/p:y", "no children")]
    [InlineData("/p:c/", "node's name")]
    public void Anything_else_is_refused_with_the_reason(string xml, string says) =>
        TypeBench.TryStore(_type, xml, out _, schema: Schema, prefixes: Declared)!.Message.ShouldContain(says);
}
