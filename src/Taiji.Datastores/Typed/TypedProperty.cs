using System.Collections.Concurrent;
using System.Reflection;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Typed;

/// <summary>What a property stands for.</summary>
/// <param name="Property">The property.</param>
/// <param name="Name">The YANG name.</param>
/// <param name="ItemType">The type of its items when it holds a list or leaf-list; null otherwise.</param>
internal sealed record TypedProperty(PropertyInfo Property, string Name, Type? ItemType)
{
    private static readonly ConcurrentDictionary<Type, TypedProperty[]> Known = new();

    /// <summary>The properties of a class that hold data.</summary>
    /// <param name="type">The class.</param>
    public static IReadOnlyList<TypedProperty> Of(Type type) => Known.GetOrAdd(type, static t =>
        [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.CanWrite && p.GetIndexParameters().Length == 0).Select(Make)]);

    /// <summary>The schema node that it stands for.</summary>
    /// <param name="parent">What it is in.</param>
    /// <exception cref="TypedDataException">There is none, or it is of another kind.</exception>
    public SchemaNode Find(InnerNode parent)
    {
        var colon = Name.IndexOf(':', StringComparison.Ordinal);
        var node = parent.DataChildren.FirstOrDefault(c => colon < 0
            ? c.Name == Name && (c.Module == parent.Module || parent.Parent is null)
            : c.Module.Name == Name[..colon] && c.Name == Name[(colon + 1)..]) ?? throw Fault($"{parent.SchemaPath} has no '{Name}'");
        var fits = node switch
        {
            LeafNode => ItemType is null && ScalarText.IsScalar(Property.PropertyType),
            LeafListNode => ItemType is not null && ScalarText.IsScalar(ItemType),
            ListNode => ItemType is not null && !ScalarText.IsScalar(ItemType),
            ContainerNode => ItemType is null && !ScalarText.IsScalar(Property.PropertyType),
            _ => false,
        };
        return fits ? node : throw Fault($"{node.SchemaPath} is a {node.Kind}, which a {Property.PropertyType.Name} can't hold");
    }

    /// <summary>Says what is wrong with it.</summary>
    /// <param name="problem">What.</param>
    /// <param name="inner">Why.</param>
    public TypedDataException Fault(string problem, Exception? inner = null) => new($"{Property.DeclaringType!.Name}.{Property.Name}: {problem}.", inner);

    private static TypedProperty Make(PropertyInfo property)
    {
        var type = property.PropertyType;
        var item = type == typeof(string) || type == typeof(byte[]) ? null
            : type.IsArray ? type.GetElementType()
            : type.IsGenericType && type.GetGenericArguments() is [var only] && type.IsAssignableFrom(typeof(List<>).MakeGenericType(only)) ? only : null;
        return new TypedProperty(property, ScalarText.Name(property), item);
    }
}
