namespace Taiji.Yang.Schema;

/// <summary><c>rpc</c> or <c>action</c>; input and output are always there, empty when not written.</summary>
public sealed class OperationNode : InnerNode
{
    internal OperationNode(SchemaNodeKind kind, string name, YangModule module)
        : base(kind, name, module)
    {
        Input = new OperationDataNode(SchemaNodeKind.Input, "input", module) { Parent = this };
        Output = new OperationDataNode(SchemaNodeKind.Output, "output", module) { Parent = this };
    }

    /// <summary>The input parameters.</summary>
    public OperationDataNode Input { get; internal set; }

    /// <summary>The output parameters.</summary>
    public OperationDataNode Output { get; internal set; }
}

/// <summary><c>input</c> or <c>output</c> of an operation: the root of its data tree.</summary>
public sealed class OperationDataNode : InnerNode
{
    internal OperationDataNode(SchemaNodeKind kind, string name, YangModule module)
        : base(kind, name, module)
    {
    }
}

/// <summary><c>notification</c>: the root of its data tree.</summary>
public sealed class NotificationNode : InnerNode
{
    internal NotificationNode(string name, YangModule module)
        : base(SchemaNodeKind.Notification, name, module)
    {
    }
}
