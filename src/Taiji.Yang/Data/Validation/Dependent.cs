using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Validation;

/// <summary>What has to be looked at again when something is read that changed.</summary>
internal enum DependentKind
{
    /// <summary>A must.</summary>
    Must,

    /// <summary>A when: what it governs may have to go, or is wanted now.</summary>
    When,

    /// <summary>A leafref: what it referred to may be gone.</summary>
    Reference,

    /// <summary>A unique: a default came into use, or went.</summary>
    Unique,

    /// <summary>A node that is there without being stored, and that an instance-identifier may name.</summary>
    Target,
}

/// <summary>A constraint that reads a node.</summary>
/// <param name="Owner">The node with the constraint.</param>
/// <param name="Anchor">Only owners below the same instance of this node can be affected (see <see cref="XPath.Binding.XPathRead"/>).</param>
/// <param name="Kind">What it is.</param>
/// <param name="Must">Which must; null for other kinds.</param>
/// <param name="Guard">When it is read only where certain values are: how to find the owners that read it; null for all below the anchor.</param>
internal sealed record Dependent(SchemaNode Owner, SchemaNode Anchor, DependentKind Kind, MustConstraint? Must = null, GuardPlan? Guard = null);
