using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Types;

/// <summary>OpenConfig's own pattern tests: values that each leaf's type must accept or refuse.</summary>
public sealed class OpenConfigPatternTests
{
    [Fact]
    public void Every_pattern_accepts_and_refuses_what_its_authors_say()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var file in Directory.GetFiles(SharedFiles.At("cases", "oc-regexp-tests"), "openconfig-*-test.yang"))
        {
            var compiler = new SchemaCompiler(SharedFiles.At("cases", "oc-regexp-tests"), SharedFiles.At("yang"));
            compiler.Implement(file);
            var schema = compiler.Compile().GetSchemaOrThrow();
            foreach (var leaf in schema.Root.DataChildren.OfType<LeafNode>())
            {
                foreach (var test in leaf.Extensions.Where(e => e.Module.Name == "pattern-test"))
                {
                    count++;
                    var isAccepted = TypeBench.TryStore(leaf.Type, test.Argument!, out _, schema: schema) is null;
                    if (isAccepted != (test.Name == "pattern-test-pass")) wrong.Add($"{Path.GetFileName(file)} {leaf.Name}: {test.Name} {test.Argument}");
                }
            }
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong));
        count.ShouldBeGreaterThan(200);
    }
}
