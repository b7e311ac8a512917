using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <summary>The schema's constraints, as the pipeline asks for them.</summary>
internal interface IChangeValidator
{
    /// <summary>Removes what a when makes void after a change (RFC 7950 §8.3.2).</summary>
    /// <param name="before">The content before.</param>
    /// <param name="after">The content after, not cleaned yet.</param>
    /// <returns>The cleaned content.</returns>
    /// <exception cref="RpcErrorException">unknown-element: the change itself set a node whose when is false.</exception>
    DataTree CleanUp(DataTree before, DataTree after);

    /// <summary>As the other one, of a change.</summary>
    /// <param name="change">The change, not cleaned yet.</param>
    /// <returns>The cleaned change; itself when nothing was void.</returns>
    /// <exception cref="RpcErrorException">unknown-element: the change itself set a node whose when is false.</exception>
    DataDiff CleanUp(DataDiff change);

    /// <summary>Checks what a change can break (RFC 7950 §8.3.3); all errors and warnings.</summary>
    /// <param name="diff">From a valid content to the one to check.</param>
    /// <param name="bySchemaAlone">Whether nobody but the modules may refuse it.</param>
    IReadOnlyList<RpcError> Check(DataDiff diff, bool bySchemaAlone = false);

    /// <summary>Checks a whole configuration; all errors and warnings.</summary>
    /// <param name="config">The configuration.</param>
    IReadOnlyList<RpcError> CheckAll(DataTree config);

    /// <summary>Checks the parameters of an operation or the content of a notification (RFC 7950 §6.4.1); all errors.</summary>
    /// <param name="parameters">Rooted at an input, output or notification.</param>
    /// <param name="datastore">What leafrefs and XPath expressions see beside it.</param>
    /// <param name="target">The data node of an action or nested notification; null for a top-level one.</param>
    IReadOnlyList<RpcError> CheckParameters(DataTree parameters, DataTree datastore, DataPath? target);
}
