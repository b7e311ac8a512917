using System.Globalization;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data.Validation.RandomModels;

/// <summary>Incremental validation against validating everything: random models, trees, and chains of edits along which the indexes are kept.</summary>
public sealed class ValidationTruthTests
{
    // More and other ones by hand: TAIJI_VALIDATION_SEEDS=from..to
    private const string Seeds = "TAIJI_VALIDATION_SEEDS";

    [Fact]
    public void What_a_change_breaks_is_what_a_whole_validation_finds()
    {
        var range = (Environment.GetEnvironmentVariable(Seeds) ?? "0..150").Split("..");
        var (models, valid, invalid) = (0, 0, 0);
        for (var seed = int.Parse(range[0], CultureInfo.InvariantCulture); seed < int.Parse(range[1], CultureInfo.InvariantCulture); seed++)
        {
            var (accepted, refused) = Run(seed, 60);
            models += accepted + refused > 0 ? 1 : 0;
            valid += accepted;
            invalid += refused;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{models} models, {valid} valid changes, {invalid} invalid ones");
        valid.ShouldBeGreaterThan(10 * models);
        invalid.ShouldBeGreaterThan(10 * models);
    }

    private static (int Valid, int Invalid) Run(int seed, int steps)
    {
        var body = new RandomModel(seed).Body;
        var compiled = SchemaCompiler.FromTexts($"module v {{ yang-version 1.1; namespace \"urn:v\"; prefix v;\n{body} }}");
        if (compiled.Schema is not { } schema) throw new InvalidOperationException($"seed {seed}: {string.Join("\n", compiled.Errors)}\n{body}");
        var validator = new DataValidator(schema, new IndexCatalog(seed % 3 == 0 ? 16 : 1));
        var truth = new DataValidator(schema) { IsWithoutShortcuts = true };
        var values = new RandomValues(schema, seed);
        var tree = Valid(truth, DataTree.Empty(schema), values);
        if (tree is null) return (0, 0);
        var (valid, invalid) = (0, 0);
        for (var step = 0; step < steps; step++)
        {
            var editor = tree.Edit();
            for (var i = values.Next(4); i >= 0; i--) values.Step(editor);
            var after = editor.Seal();
            if (values.Next(3) > 0) after = validator.Cleaner.CleanUp(tree, after, out _);
            if (ReferenceEquals(after, tree)) continue;
            var expected = Show(truth.Validate(after));
            var found = Show(validator.Validate(new DataDiff(tree, after)));
            if (expected != found) throw new InvalidOperationException($"seed {seed}, step {step}\n{body}\nfrom\n{TreeDump.Of(tree)}\nto\n{TreeDump.Of(after)}\nexpected\n{expected}\nfound\n{found}");
            if (step % 8 == 0) Show(validator.Validate(after)).ShouldBe(expected, $"seed {seed}, step {step}, with indexes\n{body}\n{TreeDump.Of(after)}");
            if (expected.Length > 0)
            {
                invalid++;
                continue;
            }

            valid++;
            tree = after;
        }

        return (valid, invalid);
    }

    private static DataTree? Valid(DataValidator truth, DataTree empty, RandomValues values)
    {
        for (var tries = 0; tries < 40; tries++)
        {
            var editor = empty.Edit();
            for (var i = tries * 2; i > 0; i--) values.Step(editor);
            var tree = editor.Seal();
            if (truth.Validate(tree).Count == 0) return tree;
        }

        return null;
    }

    private static string Show(IEnumerable<RpcError> errors) => string.Join("\n", errors.Select(e => $"{e.Tag} {e.AppTag ?? "-"} {e.Path} {e.Message}").Distinct().Order(StringComparer.Ordinal));
}
