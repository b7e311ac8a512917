namespace Plugins;

/// <summary>A door as it is configured: the list entry <c>/acme-door:doors/door</c> as an object. Names follow the properties'.</summary>
public sealed record DoorSettings
{
    public string Name { get; init; } = "";

    public ushort? MaxOpenSeconds { get; init; }
}
