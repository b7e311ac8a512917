namespace Taiji.Clients.DeviceSchemas;

/// <summary>A device's modules make no schema.</summary>
/// <param name="reasons">All that is wrong.</param>
public sealed class DeviceSchemaException(IReadOnlyList<string> reasons) : Exception(string.Join(Environment.NewLine, reasons))
{
    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<string> Reasons { get; } = reasons;
}
