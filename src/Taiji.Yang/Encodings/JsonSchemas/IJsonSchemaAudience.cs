using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings.JsonSchemas;

/// <summary>Whom JSON Schemas are for: what it has no part in they leave out, and what it may not always see they don't demand.</summary>
public interface IJsonSchemaAudience
{
    /// <summary>Whether schemas tell of a node.</summary>
    /// <param name="node">A data node.</param>
    bool Shows(SchemaNode node);

    /// <summary>Whether the node is there for the audience whenever it is there.</summary>
    /// <param name="node">A data node.</param>
    bool AlwaysShows(SchemaNode node);
}
