using System.Text.Json;

namespace Taiji.Yang.Encodings;

/// <summary>A string in a JSON text that isn't Unicode.</summary>
/// <param name="message">What and where.</param>
internal sealed class JsonTextException(string message) : JsonException(message);
