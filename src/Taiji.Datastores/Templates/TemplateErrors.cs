using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Templates;

/// <summary>Why a template can't be applied, with the place in it.</summary>
internal static class TemplateErrors
{
    /// <summary>An error at a place.</summary>
    /// <param name="tag">Which.</param>
    /// <param name="place">Where.</param>
    /// <param name="message">Why.</param>
    public static RpcErrorException At(string tag, SourceLocation place, string message) =>
        new(new RpcError { Type = ErrorType.Application, Tag = tag, Message = $"{Text(place)}: {message}" });

    /// <summary>A place as clients are told it: the server's folders are nothing to them.</summary>
    /// <param name="place">The place.</param>
    public static string Text(SourceLocation place) => (place with { File = Path.GetFileName(place.File) }).ToString();
}
