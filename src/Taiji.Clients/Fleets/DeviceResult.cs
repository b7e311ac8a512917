using System.Diagnostics.CodeAnalysis;
using Taiji.Clients.Connecting;

namespace Taiji.Clients.Fleets;

/// <summary>How the operation went on one device.</summary>
/// <typeparam name="T">What it gives.</typeparam>
/// <param name="Device">The device.</param>
/// <param name="Value">What it gave; the type's default when it failed.</param>
/// <param name="Error">Why it failed; null when it succeeded.</param>
/// <param name="Elapsed">From the beginning of the first attempt to the end of the last.</param>
/// <param name="Attempts">How many attempts were made.</param>
public sealed record DeviceResult<T>(NetconfTarget Device, T? Value, Exception? Error, TimeSpan Elapsed, int Attempts)
{
    /// <summary>Whether it succeeded.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>What it gave.</summary>
    /// <exception cref="InvalidOperationException">It failed; the inner exception says why.</exception>
    public T GetValueOrThrow() => IsSuccess ? Value! : throw new InvalidOperationException($"{Device.Name}: {Error.Message}", Error);
}

/// <summary>How far a run is.</summary>
/// <param name="Total">How many devices there are; null while they are still being counted.</param>
/// <param name="Started">How many were begun with.</param>
/// <param name="Succeeded">How many are done.</param>
/// <param name="Failed">How many have failed.</param>
public sealed record FleetProgress(int? Total, int Started, int Succeeded, int Failed);
