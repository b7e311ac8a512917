using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Upgrades;

/// <summary>
/// A start with other modules than those the data directory was written under. What loads under them as it is, is loaded; otherwise it is read under the modules that are kept with
/// it, brought to the new ones, and all of that is decided by one record of the journal: before it everything is as it was.
/// </summary>
internal sealed partial class ModuleUpgrade
{
    private readonly IJournal _journal;
    private readonly YangSchema _schema;
    private readonly DatastoreOptions _options;
    private readonly IChangeCodec _codec;
    private readonly IChangeValidator _validator;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes it.</summary>
    /// <param name="journal">What there is.</param>
    /// <param name="schema">The modules asked for.</param>
    /// <param name="options">Where it is, and the steps.</param>
    /// <param name="codec">How contents are kept under these modules.</param>
    /// <param name="validator">Their constraints.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of what is done.</param>
    public ModuleUpgrade(IJournal journal, YangSchema schema, DatastoreOptions options, IChangeCodec codec, IChangeValidator validator, TimeProvider time, ILogger logger)
    {
        _journal = journal;
        _schema = schema;
        _options = options;
        _codec = codec;
        _validator = validator;
        _time = time;
        _logger = logger;
    }

    /// <summary>Loads what the journal holds, under the modules asked for.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RpcErrorException">Something doesn't fit them: every path is named; nothing has changed.</exception>
    /// <exception cref="JournalException">Something is damaged.</exception>
    public async Task<LoadedJournal> LoadAsync(CancellationToken cancellationToken)
    {
        if (_options.DataDirectory is not { } directory) return await LoadAsItIsAsync(null, cancellationToken).ConfigureAwait(false);
        var migration = _journal.ReadBack(MigrationRecord.Kind, long.MaxValue, 1);
        var kept = KeptSchema.Read(directory, migration is [var newest, ..] ? MigrationRecord.From(newest).SchemaId : null);
        if (kept?.Id == _schema.ContentId) return await LoadAsItIsAsync(kept, cancellationToken).ConfigureAwait(false);
        var steps = kept is null ? [] : MigrationPlan.Of(kept.Revisions, KeptSchema.Of(_schema).Revisions, _options.Migrations);
        if (kept is null || steps.Count == 0)
        {
            try
            {
                var loaded = await LoadAsItIsAsync(kept, cancellationToken).ConfigureAwait(false);
                Keep(directory);
                return loaded;
            }
            catch (RpcErrorException) when (kept is not null)
            {
                // Under the modules of then it is what it is: below.
            }
        }

        return await UpgradeAsync(directory, kept, steps, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LoadedJournal> LoadAsItIsAsync(KeptSchema? kept, CancellationToken cancellationToken)
    {
        var loaded = await JournalLoader.LoadAsync(_journal, _codec, _schema, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (loaded.IsNew || kept?.Id == _schema.ContentId || loaded.SchemaId == _schema.ContentId) return loaded;
        // Written under other modules: what loads may still break a constraint.
        Demand(_validator.CheckAll(loaded.State.Running.Tree));
        if (loaded.State.Startup is { } startup && !ReferenceEquals(startup.Tree, loaded.State.Running.Tree)) Demand(_validator.CheckAll(startup.Tree));
        return loaded;
    }

    private async Task<LoadedJournal> UpgradeAsync(string directory, KeptSchema kept, IReadOnlyList<Migration> steps, CancellationToken cancellationToken)
    {
        var old = await LoadOldAsync(kept, cancellationToken).ConfigureAwait(false);
        if (old.IsNew)
        {
            Keep(directory);
            return await LoadAsItIsAsync(null, cancellationToken).ConfigureAwait(false);
        }

        var state = old.State;
        var contents = new List<UpgradedContent>();
        var running = Bring("running", state.Running.Tree, steps, contents);
        var hasOwnStartup = state.Startup is { } s && !ReferenceEquals(s.Tree, state.Running.Tree);
        var startup = hasOwnStartup ? Bring("startup", state.Startup!.Tree, steps, contents) : null;

        var sequence = state.Sequence + 1;
        var now = _time.GetUtcNow() is var t && t > state.Running.LastModified ? t : state.Running.LastModified;
        var setAside = contents.SelectMany(c => c.SetAside).ToList();
        if (setAside.Count > 0)
        {
            var file = new SetAsideFiles(directory).Write(sequence, now, setAside);
            foreach (var node in setAside) LogSetAside(node.Datastore, node.Path, file, node.Problem);
            Reached("set aside");
        }

        KeptSchema.Of(_schema).Write(directory);
        Reached("schema written");
        var record = new MigrationRecord
        {
            SchemaId = _schema.ContentId,
            Running = Encode(running),
            Startup = state.Startup is null ? null : startup is null ? ReadOnlyMemory<byte>.Empty : (ReadOnlyMemory<byte>?)Encode(startup),
            RunningAttributes = AttributesOf(running),
            StartupAttributes = AttributesOf(startup),
            How = steps.Count == 0 ? "as it was" : string.Join(", ", steps.Select(m => $"{m.Module} {m.FromRevision ?? "-"} to {m.ToRevision ?? "-"}")),
        }.ToRecord(sequence, now);
        if (!_journal.Append(state.Sequence, [record])) throw new JournalException("Somebody else has written to the journal while the server started: start again.");
        Reached("decided");
        KeptSchema.Replace(directory);
        Reached("schema replaced");
        LogUpgraded(sequence, steps.Count);
        var loaded = await JournalLoader.LoadAsync(_journal, _codec, _schema, now, cancellationToken).ConfigureAwait(false);
        // Who had not heard of everything before hears of all there is.
        return old.Unsettled.Count == 0 ? loaded : loaded with { Unsettled = [new CommitChange(sequence, new DataDiff(DataTree.Empty(_schema), running), null)] };
    }

    // A confirmed commit that was never confirmed is taken back first, under the modules that it was made under.
    private async Task<LoadedJournal> LoadOldAsync(KeptSchema kept, CancellationToken cancellationToken)
    {
        var schema = kept.Compile();
        var codec = new ChangeCodec(schema);
        var loaded = await JournalLoader.LoadAsync(_journal, codec, schema, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return loaded.State.Confirmation is null
            ? loaded : new Restart(_journal, codec, new SchemaValidator(schema), _time).Run(loaded, StartupMode.Off, new Lazy<DataTree?>(() => null));
    }

    private DataTree Bring(string datastore, DataTree old, IReadOnlyList<Migration> steps, List<UpgradedContent> contents)
    {
        var content = new UpgradedContent(datastore, old);
        contents.Add(content);
        content.Migrate(steps);
        return Annotate(datastore, content.Read(_codec, _validator, _options.Repairs), old);
    }

    // Attributes stay with the nodes that are still there under their names.
    private DataTree Annotate(string datastore, DataTree tree, DataTree old)
    {
        var editor = tree.Edit();
        foreach (var (place, attributes) in old.AttributesBelow(new DataPath(old.Schema)))
        {
            if (TryParse(place.ToString(), out var path) && tree.TryFind(path, out _)) foreach (var (name, value) in attributes) editor.SetAttribute(path, name, value);
            else LogAttributesGone(datastore, place.ToString(), string.Join(", ", attributes.Select(a => $"{a.Key} \"{a.Value}\"")));
        }

        return editor.Seal();
    }

    private ReadOnlyMemory<byte>? AttributesOf(DataTree? tree)
    {
        // A conversion from null would make an empty one.
        if (tree is null || _codec.EncodeAttributes(tree) is not { } attributes) return default(ReadOnlyMemory<byte>?);
        return attributes;
    }

    private bool TryParse(string text, [NotNullWhen(true)] out DataPath? path)
    {
        try
        {
            path = DataPath.Parse(_schema, text);
        }
        catch (RpcErrorException)
        {
            path = null;
        }

        return path is not null;
    }

    private void Keep(string directory)
    {
        KeptSchema.Of(_schema).Write(directory);
        KeptSchema.Replace(directory);
    }

    private void Reached(string step) => _options.UpgradeReached?.Invoke(step);

    private static byte[] Encode(DataTree tree)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, tree.Root, new DataWriteOptions { KeepsAnyContent = true });
        return buffer.WrittenSpan.ToArray();
    }

    private static void Demand(IReadOnlyList<RpcError> errors)
    {
        if (errors.Any(e => e.Severity == ErrorSeverity.Error)) throw new RpcErrorException(errors);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The data was brought to other modules by record {Sequence}, in {Steps} migration steps")]
    private partial void LogUpgraded(long sequence, int steps);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Datastore} has no {Path} any more: its attributes are gone with it ({Attributes})")]
    private partial void LogAttributesGone(string datastore, string path, string attributes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Set aside from {Datastore}: {Path} (kept in {File}): {Problem}")]
    private partial void LogSetAside(string datastore, string path, string file, string problem);
}
