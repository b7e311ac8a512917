using Taiji.Datastores.Store;
using Taiji.Netconf;
using Taiji.Yang.Data;

namespace Taiji.Server.NetconfServer;

/// <summary>A <c>source</c> or <c>target</c> (RFC 6241 §7): a datastore, or a whole configuration where that is allowed.</summary>
/// <param name="Datastore">Which.</param>
/// <param name="Config">The configuration given in its place; null when it is a datastore.</param>
/// <param name="Url">Where the configuration is, in its place; null when it is a datastore.</param>
internal readonly record struct DatastoreParameter(Datastore Datastore, DataTree? Config = null, UrlResource? Url = null)
{
    /// <summary>Reads a parameter that names a datastore.</summary>
    /// <param name="parameters">On <c>source</c> or <c>target</c>; left after its end.</param>
    /// <param name="context">Where it is done.</param>
    /// <param name="extended">Which datastores it may name by identity too (RFC 8526 §3.2); null for none.</param>
    public static Datastore ReadDatastore(ParameterReader parameters, OperationContext context, Func<Datastore, bool>? extended = null)
    {
        var name = parameters.Xml.LocalName;
        var read = Read(parameters, context, allowConfig: false, extended);
        return read.Url is null ? read.Datastore : throw ProtocolErrors.BadElement("url", $"A <url> is no <{name}> here.");
    }

    /// <summary>Reads a parameter that names a datastore, holds a configuration, or says where one is.</summary>
    /// <param name="parameters">On <c>source</c> or <c>target</c>; left after its end.</param>
    /// <param name="context">Where it is done.</param>
    /// <param name="allowConfig">Whether it may hold <c>config</c>.</param>
    /// <param name="extended">Which datastores it may name by identity too (RFC 8526 §3.2); null for none.</param>
    public static DatastoreParameter Read(ParameterReader parameters, OperationContext context, bool allowConfig, Func<Datastore, bool>? extended = null)
    {
        var name = parameters.Xml.LocalName;
        var choice = new ParameterReader(parameters.Xml, context.Schema);
        if (!choice.Read()) throw ProtocolErrors.MissingElement(name, $"<{name}> names no datastore.");
        var result = ReadChoice(choice, context, allowConfig, extended);
        if (choice.Read()) throw ProtocolErrors.BadElement(choice.Xml.LocalName, $"<{name}> holds more than one choice.");
        return result;
    }

    private static DatastoreParameter ReadChoice(ParameterReader choice, OperationContext context, bool allowConfig, Func<Datastore, bool>? extended)
    {
        if (extended is not null && choice.Is(NetconfNamespaces.Nmda, "datastore"))
        {
            var named = DatastoreIdentity.Read(choice, context);
            return extended(named) ? new DatastoreParameter(named) : throw DatastoreIdentity.Unsuitable(named);
        }

        switch (choice.Name)
        {
            case "running" or "candidate" or "startup":
                var datastore = Enum.Parse<Datastore>(choice.Name, ignoreCase: true);
                if (!context.Operations.Datastores.Has(datastore)) goto case "url";
                choice.ReadEmpty();
                return new DatastoreParameter(datastore);
            case "config" when allowConfig:
                return new DatastoreParameter(Datastore.Running, context.ConfigReader.ReadTree(choice.Xml));
            case "url" when choice.Name == "url":
                return new DatastoreParameter(Datastore.Running, Url: context.Url(choice));
            case "url":
                throw ProtocolErrors.NotSupported($"The capability :{choice.Name} is not advertised (RFC 6241 §8).");
            default:
                throw choice.Unknown();
        }
    }
}
