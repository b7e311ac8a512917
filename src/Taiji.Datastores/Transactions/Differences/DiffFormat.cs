namespace Taiji.Datastores.Transactions.Differences;

/// <summary>How a difference is written down.</summary>
public enum DiffFormat
{
    /// <summary>A JSON array of edits by names and canonical values, as <see cref="Taiji.Yang.Encodings.DiffEncoder"/> writes it: what the journal keeps.</summary>
    Json,

    /// <summary>A NETCONF <c>config</c> element with <c>nc:operation</c> and <c>yang:insert</c> attributes (RFC 6241 §7.2, RFC 7950 §7.8.6): an edit-config that makes the difference.</summary>
    Xml,

    /// <summary>For people: the tree in curly brackets, with <c>+</c> and <c>-</c> before the lines that come and go.</summary>
    Cli,

    /// <summary>The tree in curly brackets with what it makes; <c>delete:</c> stands before what it takes away.</summary>
    Curly,

    /// <summary>One <c>set</c>, <c>delete</c>, <c>insert</c> or <c>annotate</c> command a line; the latter with an empty value takes an attribute away.</summary>
    SetCommands,
}
