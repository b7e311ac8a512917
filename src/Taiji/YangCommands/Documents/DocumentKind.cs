namespace Taiji.YangCommands.Documents;

/// <summary>What a document holds: the values of <c>--type</c>.</summary>
internal enum DocumentKind
{
    /// <summary>Configuration and state, complete.</summary>
    Data,

    /// <summary>A configuration, complete.</summary>
    Config,

    /// <summary>What a get has answered: any part of configuration and state, so that only what is there can be checked.</summary>
    Get,

    /// <summary>The content of an edit: any part of a configuration, with operations on it.</summary>
    Edit,

    /// <summary>An rpc's or action's input.</summary>
    Rpc,

    /// <summary>An rpc's or action's output.</summary>
    Reply,

    /// <summary>A notification.</summary>
    Notification,
}

/// <summary>Groups of <see cref="DocumentKind"/>.</summary>
internal static class DocumentKinds
{
    /// <summary>The values of <c>--type</c>.</summary>
    public static string[] Names { get; } = ["data", "config", "get", "edit", "rpc", "reply", "notification"];

    /// <summary>The kind of that name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static DocumentKind Parse(string name) => (DocumentKind)Array.IndexOf(Names, name);

    /// <summary>Whether the document is an operation's or a notification's, not a datastore's.</summary>
    /// <param name="kind">The kind.</param>
    public static bool IsOperation(this DocumentKind kind) => kind is DocumentKind.Rpc or DocumentKind.Reply or DocumentKind.Notification;
}
