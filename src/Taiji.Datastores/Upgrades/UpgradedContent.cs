using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Taiji.Datastores.Commit;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Upgrades;

/// <summary>The content of one datastore on its way to other modules.</summary>
internal sealed class UpgradedContent
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1_000 };
    private static readonly DataWriteOptions Exact = new() { KeepsAnyContent = true };

    private readonly string _datastore;
    private JsonObject _document;
    private readonly DataTree _old;
    private readonly List<SetAsideNode> _setAside = [];

    /// <summary>Begins with what is kept.</summary>
    /// <param name="datastore">Of which datastore.</param>
    /// <param name="old">It.</param>
    public UpgradedContent(string datastore, DataTree old)
    {
        _datastore = datastore;
        _old = old;
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, old.Root, Exact);
        _document = Parse(buffer.WrittenSpan);
    }

    /// <summary>What was set aside.</summary>
    public IReadOnlyList<SetAsideNode> SetAside => _setAside;

    /// <summary>Does the steps.</summary>
    /// <param name="steps">In order.</param>
    /// <exception cref="RpcErrorException">One failed.</exception>
    public void Migrate(IReadOnlyList<Migration> steps)
    {
        foreach (var step in steps)
        {
            try
            {
                var document = new MigrationDocument(_datastore, _document.ToJsonString(Deep), _old);
                step.Step(document);
                _document = Parse(Encoding.UTF8.GetBytes(document.Content));
            }
#pragma warning disable CA1031 // A user's code may throw anything; the start stops and says so.
            catch (Exception e)
#pragma warning restore CA1031
            {
                throw new RpcErrorException(new RpcError
                {
                    Type = ErrorType.Application,
                    Tag = ErrorTag.OperationFailed,
                    Message = $"The migration of module {step.Module} from {step.FromRevision ?? "nothing"} to {step.ToRevision ?? "nothing"} failed in {_datastore}: {e.Message}",
                });
            }
        }
    }

    /// <summary>The content under the newer modules.</summary>
    /// <param name="codec">Theirs.</param>
    /// <param name="validator">Theirs.</param>
    /// <param name="repairs">Whether to set aside what they don't fit.</param>
    /// <exception cref="RpcErrorException">They don't fit: every path is named.</exception>
    public DataTree Read(IChangeCodec codec, IChangeValidator validator, bool repairs)
    {
        while (true)
        {
            var (tree, errors) = TryRead(codec, validator);
            if (errors.Count == 0) return tree!;
            // Each round takes something away: it ends.
            if (!repairs || !TakeAway(errors)) throw new RpcErrorException([.. errors.Select(e => e with { Message = $"In {_datastore}: {e.Message}" })]);
        }
    }

    private static JsonObject Parse(ReadOnlySpan<byte> text) => JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 1_000 })!.AsObject();

    private bool TakeAway(IReadOnlyList<RpcError> errors)
    {
        var any = false;
        foreach (var error in errors)
        {
            // One round may name what another error's place took with it: only what is there counts.
            if (any && error.Path is null) continue;
            if (JsonPlace.Take(_document, error.Path) is not { } taken) continue;
            _setAside.Add(new SetAsideNode(_datastore, taken.Path, error.Message ?? error.Tag, taken.Value?.DeepClone()));
            any = true;
            // What constraints say is looked at one by one: the next may be kept when this one is gone.
            if (error.AppTag is not null || error.Tag is ErrorTag.OperationFailed or ErrorTag.DataMissing) break;
        }

        return any;
    }

    // What the modules don't know is named by what it is in, and its name: here it is the place that counts.
    private static RpcError Named(RpcError error)
    {
        if (error.Tag is not (ErrorTag.UnknownElement or ErrorTag.UnknownNamespace)) return error;
        var name = error.Info?.FirstOrDefault(i => i.Name == "bad-element")?.Value;
        return name is null ? error : error with { Path = $"{error.Path?.TrimEnd('/')}/{name}" };
    }

    private (DataTree? Tree, IReadOnlyList<RpcError> Errors) TryRead(IChangeCodec codec, IChangeValidator validator)
    {
        try
        {
            var tree = codec.Read(new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(_document, Deep)));
            return (tree, [.. validator.CheckAll(tree).Where(e => e.Severity == ErrorSeverity.Error)]);
        }
        catch (RpcErrorException e)
        {
            return (null, [.. e.Errors.Select(Named)]);
        }
    }
}
