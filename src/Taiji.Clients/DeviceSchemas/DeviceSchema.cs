using System.Xml;
using Taiji.Netconf;
using Taiji.Netconf.Client;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Clients.DeviceSchemas;

/// <summary>A device's compiled modules, by which its replies become typed trees.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Modules">The modules that it was made of.</param>
public sealed record DeviceSchema(YangSchema Schema, IReadOnlyList<ModuleEntry> Modules)
{
    private static readonly DataReadOptions Options = new() { AllowState = true };

    /// <summary>Reads the data of a reply, every value by its type.</summary>
    /// <param name="reply">A reply to get, get-config or get-data.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">What isn't as the schema says, all of it.</exception>
    /// <exception cref="NetconfException">The reply has no data.</exception>
    public DataTree Read(RpcReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        using var reader = reply.OpenReader();
        return Read(reader);
    }

    /// <summary>Reads the data of a reply while it comes: the tree is all that is in memory. Holds up a thread while nothing comes.</summary>
    /// <param name="reply">A reply to get, get-config or get-data.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    public Task<DataTree> ReadAsync(StreamedReply reply, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return Task.Run(
            () =>
            {
                using var reader = XmlDataReader.CreateXmlReader(reply.OpenStream());
                reader.MoveToContent();
                return Read(reader);
            },
            cancellationToken);
    }

    /// <summary>Reads the data of a reply.</summary>
    /// <param name="reader">On the reply's element.</param>
    public DataTree Read(XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "data") return new XmlDataReader(Schema, Options).ReadTree(reader);
        }

        throw new NetconfException("The reply has no data.");
    }
}
