namespace Taiji.Yang.Schema;

/// <summary>All handlers of a compilation, by the extension they are for.</summary>
internal sealed class ExtensionHandlers(IEnumerable<ExtensionHandler> users)
{
    private readonly ILookup<(string Module, string Name), ExtensionHandler> _handlers =
        BuiltInExtensions.All.Concat(users).ToLookup(h => (h.Module, h.Name));

    public IEnumerable<ExtensionHandler> Of(string module, string name) => _handlers[(module, name)];

    /// <summary>Lets handlers attach values to the instances on modules and nodes, when nothing was wrong.</summary>
    public void Attach(IEnumerable<LoadedModule> modules, IEnumerable<SchemaNode> nodes)
    {
        foreach (var module in modules)
        {
            foreach (var instance in module.Module.Extensions)
            {
                foreach (var handler in Of(instance.Module.Name, instance.Name)) instance.Value = handler.AttachToModule(instance, module.Module) ?? instance.Value;
            }
        }

        foreach (var node in nodes)
        {
            foreach (var instance in node.Extensions)
            {
                foreach (var handler in Of(instance.Module.Name, instance.Name)) instance.Value = handler.AttachToNode(instance, node) ?? instance.Value;
            }
        }
    }
}
