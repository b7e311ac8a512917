namespace Taiji.Datastores.Typed;

/// <summary>The YANG name of a property where it isn't its own in lower case with hyphens (<c>SpeedLimit</c> is <c>speed-limit</c>), or of an enum's member.</summary>
/// <param name="name">The name; <c>module:name</c> where the module isn't that of what it is in.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class YangNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
