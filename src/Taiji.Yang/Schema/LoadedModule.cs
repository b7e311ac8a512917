using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>A module while it is compiled: its texts, definitions and features.</summary>
internal sealed class LoadedModule
{
    public LoadedModule(ModuleText main)
    {
        Main = main;
        main.Owner = this;
        Texts.Add(main);
        Module = new YangModule(
            main.Name,
            main.Root.Find(StatementKind.Namespace)?.Argument ?? "",
            main.Root.Find(StatementKind.Prefix)?.Argument ?? "",
            main.Revision)
        {
            IsVersion11 = main.IsVersion11,
            Source = main.Source.Bytes,
            SourcePath = main.Source.Path,
        };
    }

    public YangModule Module { get; }

    public ModuleText Main { get; }

    /// <summary>The main text, then the submodules' in the order of their includes.</summary>
    public List<ModuleText> Texts { get; } = [];

    public string Name => Main.Name;

    public bool IsImplemented
    {
        get => Module.IsImplemented;
        set => Module.IsImplemented = value;
    }

    /// <summary>Whether something of it is missing because a text of it could not be read.</summary>
    public bool IsIncomplete
    {
        get => Module.IsIncomplete;
        set => Module.IsIncomplete = value;
    }

    public Dictionary<string, TypedefDefinition> Typedefs { get; } = [];

    public Dictionary<string, GroupingDefinition> Groupings { get; } = [];

    public Dictionary<string, FeatureDefinition> Features { get; } = [];

    public Dictionary<string, IdentityDefinition> Identities { get; } = [];

    public Dictionary<string, ExtensionDefinition> Extensions { get; } = [];

    /// <summary>Gives YIN texts their YANG form; the definitions of the module and of what it imports are known.</summary>
    public void SettleYin()
    {
        if (Texts.TrueForAll(t => t.YinNamespaces is null)) return;
        foreach (var text in Texts) YinExtensions.Settle(text);
        Module.Source = Main.Yang;
        Module.Submodules = [.. Texts.Skip(1).Select(t => new YangSubmodule(t.Name, t.Revision, t.Yang))];
    }

    public override string ToString() => Module.ToString();
}
