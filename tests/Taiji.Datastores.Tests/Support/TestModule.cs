using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Support;

/// <summary>The module that tests configure.</summary>
internal static class TestModule
{
    public const string Text = """
        module t {
          yang-version 1.1;
          namespace "urn:t";
          prefix t;
          container x {
            list y {
              key a;
              leaf a { type int32; }
              leaf b { type string; }
              leaf-list order { type string; ordered-by user; }
              leaf sees { type leafref { path "../../y/a"; } }
              leaf kind { type string; }
              leaf fast { when "../kind = 'fast'"; type int32; }
              container counters {
                config false;
                leaf in { type uint64; }
              }
              action reset {
                input { leaf why { type string; mandatory true; } leaf how { type string; default "soft"; } }
                output { leaf count { type int32; mandatory true; } }
              }
            }
            leaf limit { type int32; must ". > count(../y)" { error-message "too many"; } }
            leaf secret { type string; }
          }
          container other {
            presence "there";
            leaf note { type string; }
          }
          container state {
            config false;
            leaf up { type int32; }
          }
          rpc ping {
            input { leaf text { type string; mandatory true; } leaf times { type uint8; default 1; } }
            output { leaf text { type string; mandatory true; } }
          }
          rpc nobody;
          notification beat { leaf count { type int32; mandatory true; } }
        }
        """;

    public static YangSchema Schema { get; } = Compile(Text);

    public static YangSchema Compile(params string[] texts)
    {
        var result = SchemaCompiler.FromTexts(texts);
        return result.Schema ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
    }
}

/// <summary>Edits of the test module.</summary>
internal static class Edits
{
    public static DataPath Root { get; } = new(TestModule.Schema);

    public static DataPath X { get; } = Root.Child("t:x");

    public static DataPath Entry(string key) => X.Entry("y", key);

    public static DataPath Leaf(string key, string leaf) => Entry(key).Child(leaf);

    /// <summary>A tree with one leaf.</summary>
    public static DataTree Tree(params (DataPath Path, string Text)[] leaves)
    {
        var editor = DataTree.Empty(TestModule.Schema).Edit();
        foreach (var (path, text) in leaves) editor.SetText(path, text);
        return editor.Seal();
    }

    public static Edit Set(string key, string value) => Set(Leaf(key, "b"), value);

    public static Edit Set(DataPath leaf, string value) => new(EditOperation.Merge, leaf, Tree((leaf, value)));

    public static Edit Create(string key, string value) => new(EditOperation.Create, Entry(key), Tree((Leaf(key, "b"), value)));

    public static Edit Delete(string key) => new(EditOperation.Delete, Entry(key));

    public static Edit Remove(string key) => new(EditOperation.Remove, Entry(key));
}
