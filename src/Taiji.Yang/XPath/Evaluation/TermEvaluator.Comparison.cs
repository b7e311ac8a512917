using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Comparisons (XPath 1.0 §3.4).</summary>
internal sealed partial class TermEvaluator
{
    private bool Compare(XPathOperator @operator, in XPathValue left, in XPathValue right)
    {
        if (left.Type == XPathType.NodeSet && right.Type == XPathType.NodeSet) return CompareSets(@operator, left.NodeList, right.NodeList);
        if (left.Type == XPathType.NodeSet) return CompareSet(@operator, left, right, isReversed: false);
        if (right.Type == XPathType.NodeSet) return CompareSet(@operator, right, left, isReversed: true);
        if (@operator is not (XPathOperator.Equal or XPathOperator.NotEqual)) return CompareNumbers(@operator, ToNumber(left), ToNumber(right));
        if (left.Type == XPathType.Boolean || right.Type == XPathType.Boolean) return left.Boolean == right.Boolean == (@operator == XPathOperator.Equal);
        if (left.Type == XPathType.Number || right.Type == XPathType.Number) return CompareNumbers(@operator, ToNumber(left), ToNumber(right));
        return string.Equals(left.String, right.String, StringComparison.Ordinal) == (@operator == XPathOperator.Equal);
    }

    /// <summary>A node-set with something else: true when any node's value compares so.</summary>
    private bool CompareSet(XPathOperator @operator, in XPathValue set, in XPathValue other, bool isReversed)
    {
        if (other.Type == XPathType.Boolean)
        {
            return isReversed ? Compare(@operator, other, XPathValue.Of(set.Boolean)) : Compare(@operator, XPathValue.Of(set.Boolean), other);
        }

        foreach (var node in set.NodeList)
        {
            var text = XPathValue.Of(_strings.Of(node));
            if (isReversed ? Compare(@operator, other, text) : Compare(@operator, text, other)) return true;
        }

        return false;
    }

    /// <summary>Two node-sets: true when any pair of their values compares so. Found without trying every pair.</summary>
    private bool CompareSets(XPathOperator @operator, List<XPathNode> left, List<XPathNode> right)
    {
        if (left.Count == 0 || right.Count == 0) return false;
        switch (@operator)
        {
            case XPathOperator.Equal:
                var texts = new HashSet<string>(StringComparer.Ordinal);
                foreach (var node in left) texts.Add(_strings.Of(node));
                return right.Exists(node => texts.Contains(_strings.Of(node)));
            case XPathOperator.NotEqual:
                var first = _strings.Of(left[0]);
                return left.Exists(node => _strings.Of(node) != first) || right.Exists(node => _strings.Of(node) != first);
            default:
                var (leftLow, leftHigh) = Bounds(left);
                var (rightLow, rightHigh) = Bounds(right);
                return @operator is XPathOperator.Less or XPathOperator.LessOrEqual
                    ? CompareNumbers(@operator, leftLow, rightHigh)
                    : CompareNumbers(@operator, leftHigh, rightLow);
        }
    }

    /// <summary>The least and the greatest of the nodes' numbers; NaN, which compares with nothing, when there are none.</summary>
    private (double Low, double High) Bounds(List<XPathNode> nodes)
    {
        var (low, high) = (double.NaN, double.NaN);
        foreach (var node in nodes)
        {
            var number = XPathNumbers.Parse(_strings.Of(node));
            if (!(number >= low)) low = double.IsNaN(number) ? low : number;
            if (!(number <= high)) high = double.IsNaN(number) ? high : number;
        }

        return (low, high);
    }

    private static bool CompareNumbers(XPathOperator @operator, double left, double right) => @operator switch
    {
        XPathOperator.Equal => left == right,
        XPathOperator.NotEqual => left != right,
        XPathOperator.Less => left < right,
        XPathOperator.LessOrEqual => left <= right,
        XPathOperator.Greater => left > right,
        _ => left >= right,
    };
}
