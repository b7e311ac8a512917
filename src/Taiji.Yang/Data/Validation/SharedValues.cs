using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>Expressions that have one value for all context nodes below the same ancestor, e.g. <c>count(../item) &lt; 6</c>.</summary>
internal static class SharedValues
{
    /// <summary>Whether all instances of the context node below one instance of an ancestor have the same value.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="context">The context node.</param>
    /// <param name="ancestor">The ancestor.</param>
    public static bool IsSharedBelow(XPathExpression expression, SchemaNode context, SchemaNode ancestor)
    {
        var climb = expression.LookUpTerm.Climb;
        if (climb == 0) return false;
        SchemaNode? top = context;
        for (var i = 0; i < climb && top is not null; i++) top = SchemaSteps.Parent(top);
        for (SchemaNode? n = ancestor; n is not null; n = n.Parent)
        {
            if (n == top) return true;
        }

        return top is null;
    }
}
