using System.Reflection;
using System.Runtime.CompilerServices;

namespace Taiji.Architecture.Tests;

/// <summary>What types are called, what they may expose and hold.</summary>
public sealed class TypeTests
{
    private static readonly Assembly[] Assemblies =
        [.. new[] { "Taiji.Yang", "Taiji.Datastores", "Taiji.Netconf", "Taiji.Ssh", "Taiji.Clients", "Taiji.Server" }.Select(Assembly.Load)];

    private static IEnumerable<Type> OwnTypes =>
        Assemblies.SelectMany(a => a.GetTypes()).Where(t => t.Namespace?.StartsWith("Taiji", StringComparison.Ordinal) == true && !IsGenerated(t));

    [Fact]
    public void Datastores_signatures_know_nothing_of_protocols()
    {
        string[] foreign = ["Microsoft.AspNetCore.", "System.Xml.", "System.Text.Json.", "System.Net.HttpStatusCode"];
        var breaches =
            from type in Assembly.Load("Taiji.Datastores").GetExportedTypes()
            from used in SignatureTypes(type)
            where foreign.Any(f => used.FullName?.StartsWith(f, StringComparison.Ordinal) == true)
            select $"{type} exposes {used}";
        breaches.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_static_is_mutable()
    {
        var breaches =
            from type in OwnTypes
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsLiteral && !field.IsInitOnly && !IsGenerated(field) && !field.IsDefined(typeof(ThreadStaticAttribute))
            select $"{type}.{field.Name}";
        breaches.ShouldBeEmpty();
    }

    [Fact]
    public void No_type_is_called_manager_helper_util_or_impl()
    {
        string[] empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Impl"];
        OwnTypes.Where(t => empty.Any(e => t.Name.Split('`')[0].EndsWith(e, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void No_type_shares_a_namespaces_name()
    {
        var segments = OwnTypes.Select(t => t.Namespace!.Split('.')[^1]).ToHashSet();
        OwnTypes.Where(t => !t.IsNested && segments.Contains(t.Name.Split('`')[0])).ShouldBeEmpty();
    }

    [Fact]
    public void No_two_namespaces_share_their_last_segment() =>
        OwnTypes.Select(t => t.Namespace!).Distinct().GroupBy(n => n.Split('.')[^1]).Where(g => g.Count() > 1).SelectMany(g => g).ShouldBeEmpty();

    private static IEnumerable<Type> SignatureTypes(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var used = type.GetMethods(all).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))
            .Concat(type.GetConstructors(all).SelectMany(c => c.GetParameters().Select(p => p.ParameterType)))
            .Concat(type.GetFields(all).Select(f => f.FieldType));
        return used.SelectMany(t => t.IsGenericType ? t.GetGenericArguments().Append(t) : [t]);
    }

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name.Contains('<', StringComparison.Ordinal)
        || (member.DeclaringType is { } outer && IsGenerated(outer));
}
