namespace Taiji.Datastores.Commit;

/// <summary>A plug-in that stands for another one, made later: it goes by that one's name.</summary>
internal interface INamedPlugin
{
    /// <summary>The name of the other one's type.</summary>
    string Name { get; }

    /// <summary>What a plug-in is called in messages.</summary>
    /// <param name="plugin">The participant or validator.</param>
    static string NameOf(object plugin) => plugin is INamedPlugin named ? named.Name : plugin.GetType().Name;
}
