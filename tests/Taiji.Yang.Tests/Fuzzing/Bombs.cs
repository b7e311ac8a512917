namespace Taiji.Yang.Tests.Fuzzing;

/// <summary>Modules in which a few lines, or many alike, try to cost more than their size.</summary>
internal static class Bombs
{
    /// <summary>Each: a name, a size, the text of a module of that size, and the errors and warnings it gives.</summary>
    public static readonly (string Name, int Size, Func<int, string> Make, string Ids)[] All =
    [
        ("recursive groupings", 1000, n => Repeat(n, i => $"grouping g{i} {{ container c {{ uses g{(i + 1) % n}; }} }} ") + "uses g0;", "TJ1303"),
        ("diamonds of identities", 300, n => "identity a0; identity b0; " + Repeat(n, i => $"identity a{i + 1} {{ base a{i}; base b{i}; }} identity b{i + 1} {{ base a{i}; base b{i}; }} ") + $"leaf l {{ type identityref {{ base a0; }} default a{n}; }}", ""),
        ("a circle of identities", 5000, n => Repeat(n, i => $"identity i{i} {{ base i{(i + 1) % n}; }} "), "TJ1215"),
        ("a chain of identities with a default", 5000, n => Repeat(n, i => $"identity i{i} {{ base i{i + 1}; }} ") + $"identity i{n}; leaf l {{ type identityref {{ base i{n}; }} default i0; }}", ""),
        ("a chain of typedefs with patterns", 300, n => Repeat(n, i => $"typedef t{i} {{ type t{i + 1} {{ pattern '[ab]{i % 9}*'; }} }} ") + $"typedef t{n} {{ type string; }} leaf l {{ type t0; default a; }}", ""),
        ("a chain of typedefs with ranges", 500, n => Repeat(n, i => $"typedef t{i} {{ type t{i + 1} {{ range '1..{i + 10}'; }} }} ") + $"typedef t{n} {{ type int32; }} leaf l {{ type t0; }}", ""),
        ("unions of two of the same union", 40, n => Repeat(n, i => $"typedef u{i} {{ type union {{ type u{i + 1}; type u{i + 1}; }} }} ") + $"typedef u{n} {{ type union {{ type int8; type string; }} }} leaf l {{ type u0; default x; }}", "TJ1207"),
        ("unions in unions", 300, n => Repeat(n, i => $"typedef u{i} {{ type union {{ type u{i + 1}; }} }} ") + $"typedef u{n} {{ type string; }} leaf l {{ type u0; default x; }}", "TJ1207"),
        ("unions that double through leafrefs", 40, n => Repeat(n, i => $"leaf l{i} {{ type union {{ type leafref {{ path '../l{i + 1}'; }} type leafref {{ path '/m:l{i + 1}'; }} }} default x; }} ") + $"leaf l{n} {{ type string; }}", "TJ1381"),
        ("a wide enumeration", 5000, n => $"leaf l {{ type enumeration {{ {Repeat(n, i => $"enum e{i};")} }} default e7; }}", ""),
        ("wide bits", 5000, n => $"leaf l {{ type bits {{ {Repeat(n, i => $"bit b{i};")} }} default b7; }}", ""),
        ("a bit far out", 1, _ => "leaf l { type bits { bit a { position 4294967295; } } default a; }", ""),
        ("parentheses in an if-feature", 5000, n => $"feature f; leaf l {{ if-feature \"{new string('(', n)}f{new string(')', n)}\"; type string; }}", "TJ1213"),
        ("a long if-feature", 20_000, n => $"feature f; leaf l {{ if-feature \"f{Repeat(n, _ => " or f")}\"; type string; }}", ""),
        ("features that double", 60, n => Repeat(n, i => $"feature f{i} {{ if-feature 'f{i + 1} or f{i + 1}'; if-feature f{i + 1}; }} ") + $"feature f{n};", ""),
        ("a megabyte of string", 1 << 19, n => $"leaf l {{ type string; default '{new string('x', n)}'; }}", ""),
        ("a megabyte of identifier", 1 << 19, n => $"leaf {new string('x', n)} {{ type string; }}", ""),
        ("a megabyte of type's name", 1 << 19, n => $"leaf x {{ type {new string('x', n)}; }} typedef y {{ type string; }}", "TJ1206"),
        ("unknown types", 1000, n => Repeat(n, i => $"leaf x{i} {{ type nope{i}; }} ") + Repeat(n, i => $"typedef t{i} {{ type string; }} "), "TJ1206"),
        ("deep statements", 5000, n => Repeat(n, _ => "container c { ") + new string('}', n), "TJ1017"),
        ("deep choices", 95, n => Repeat(n, i => $"choice c{i} {{ case k{i} {{ ") + "leaf l { type string; }" + new string('}', 2 * n), ""),
        ("parentheses in a must", 5000, n => $"leaf l {{ must \"{new string('(', n)}1{new string(')', n)}\"; type string; }}", "TJ1332"),
        ("predicates in predicates", 5000, n => $"leaf l {{ must \"{Repeat(n, _ => ".[")}.{new string(']', n)}\"; type string; }}", "TJ1332"),
        ("a long chain of 'or'", 20_000, n => $"leaf l {{ must \"1{Repeat(n, _ => " or 1")}\"; type string; }}", "TJ1332"),
        ("a long union", 20_000, n => $"leaf l {{ must \".{Repeat(n, _ => "|.")}\"; type string; }}", "TJ1332"),
        ("an operator chain as long as allowed", 450, n => $"leaf l {{ must \"1{Repeat(n, _ => "+.")} > 0 or .{Repeat(n, _ => "|.")}\"; type string; }}", ""),
        ("a long path", 5000, n => $"leaf l {{ must \".{Repeat(n, _ => "/..")}\"; type string; }}", "TJ1341"),
        ("musts that read everything", 700, n => Repeat(n, i => $"leaf l{i} {{ must '//*'; type string; }} "), ""),
        ("whens beside each other", 2000, n => "leaf a { type string; } " + Repeat(n, i => $"leaf c{i} {{ when '../a = \"{i}\"'; type string; }} "), ""),
        ("a wide choice", 10_000, n => $"choice c {{ {Repeat(n, i => $"leaf b{i} {{ type string; }}")} }}", ""),
        ("a chain of leafrefs", 5000, n => Repeat(n, i => $"leaf a{i} {{ type leafref {{ path '../a{i + 1}'; }} }} ") + $"leaf a{n} {{ type string; }}", ""),
        ("a circle of leafrefs", 5000, n => Repeat(n, i => $"leaf a{i} {{ type leafref {{ path '../a{(i + 1) % n}'; }} }} "), "TJ1336"),
        ("a range of many parts in another", 5000, n => $"typedef t {{ type int32 {{ range '{Parts(n)}'; }} }} leaf l {{ type t {{ range '{Parts(n)}'; }} }}", ""),
        ("many patterns", 1500, n => $"leaf l {{ type string {{ {Repeat(n, i => $"pattern 'a{i}*';")} }} }}", ""),
        ("a huge pattern", 5000, n => $"leaf l {{ type string {{ pattern '{Repeat(n, _ => "(a|b)*")}'; }} default 'abc'; }}", "TJ1328"),
        ("augments of augments", 100, n => "container c { } " + Repeat(n, i => $"augment '/m:c{Repeat(i, _ => "/m:d")}' {{ container d; }} "), ""),
        ("many refines", 2000, n => "grouping g { " + Repeat(n, i => $"leaf d{i} {{ type string; }} ") + "} uses g { " + Repeat(n, i => $"refine d{i} {{ default x; }} ") + "}", ""),
        ("many deviations", 1000, n => Repeat(n, i => $"leaf d{i} {{ type string; }} ") + Repeat(n, i => $"deviation /m:d{i} {{ deviate add {{ default x; }} }} "), ""),
        ("a string of many pieces", 20_000, n => $"description \"a\"{Repeat(n, _ => " + \"a\\n\"")};", ""),
        ("many strings on one line", 3000, n => Repeat(n, i => $"leaf l{i} {{ type string; default \"a\\n\"; }} "), ""),
        ("errors far down a line", 1000, n => $"leaf l {{ type string; {Repeat(n, i => $"must \"1 +\" + \" + {i}\"; ")} }}", "TJ1332"),
        ("many keys", 1000, n => $"list l {{ key '{string.Join(' ', Enumerable.Range(0, n).Select(i => $"k{i}"))}'; {Repeat(n, i => $"leaf k{i} {{ type string; }} ")} }}", ""),
        ("many defaults", 3000, n => $"leaf-list l {{ type string; {Repeat(n, i => $"default x{i};")} }}", ""),
        ("the same node many times", 3000, n => Repeat(n, _ => "leaf l { type string; } "), "TJ1301"),
        ("missing imports", 500, n => Repeat(n, i => $"import x{i} {{ prefix p{i}; }} "), "TJ1101"),
    ];

    public static string Module(string body) => $"module m {{ yang-version 1.1; namespace urn:m; prefix m; {body} }}";

    private static string Repeat(int count, Func<int, string> item) => string.Concat(Enumerable.Range(0, count).Select(item));

    private static string Parts(int count) => string.Join('|', Enumerable.Range(0, count).Select(i => $"{2 * i}"));
}
