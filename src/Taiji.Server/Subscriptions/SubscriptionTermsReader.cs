using System.Globalization;
using Taiji.Datastores;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Subscriptions;

/// <summary>Reads the parameters of establish-subscription and modify-subscription.</summary>
/// <param name="operations">Knows the datastores.</param>
/// <param name="filters">Finds filters by name.</param>
internal sealed class SubscriptionTermsReader(Operations operations, NamedFilters filters)
{
    private const string Establish = "establish-subscription";
    private const string Modify = "modify-subscription";
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromMilliseconds(10);

    /// <summary>The terms of a new subscription.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="input">The input of establish-subscription.</param>
    /// <param name="now">The time.</param>
    public async ValueTask<SubscriptionTerms> ReadNewAsync(Session session, DataTree input, DateTimeOffset now)
    {
        var root = input.Root;
        var terms = ReadTarget(root) with { ReplayStart = TimeOf(SubscriptionTarget.Stream.Child(root, "replay-start-time")) };
        CheckTimes(terms, now);
        terms = await ReadFilterAsync(session, root, terms, Establish);
        CheckSelection(terms);
        return terms;
    }

    /// <summary>The terms of a configured subscription (RFC 8639 §2.5), but for its encoding. Filters are found by name whoever may read them: so configures whoever may configure.</summary>
    /// <param name="entry">Its entry of <c>/subscriptions</c>.</param>
    public SubscriptionTerms ReadConfigured(DataNode entry)
    {
        var terms = ReadTarget(entry);
        terms = ReadFilter(entry, terms, Establish, (name, refuse) => NamedFilters.Find(entry.Tree, terms.Target, name, refuse));
        CheckSelection(terms);
        if (terms.Stream is { } stream && operations.Streams.All(s => s.Stream.Name != stream)) throw SubscriptionErrors.Invalid($"There is no stream '{stream}'.");
        return terms with { Transport = SubscriptionTarget.Stream.Child(entry, "transport")?.ValueText, Purpose = SubscriptionTarget.Stream.Child(entry, "purpose")?.ValueText };
    }

    /// <summary>The terms of a subscription as they are to be: what isn't said stays (RFC 8641 §4.4.2).</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="input">The input of modify-subscription.</param>
    /// <param name="old">The terms as they are.</param>
    /// <param name="now">The time.</param>
    public async ValueTask<SubscriptionTerms> ReadModifiedAsync(Session session, DataTree input, SubscriptionTerms old, DateTimeOffset now)
    {
        var root = input.Root;
        if (SubscriptionTarget.Datastore.Child(root, "datastore") is { } datastore && (old.Stream is not null || DatastoreOf(datastore.ValueText) != old.Datastore))
            throw SubscriptionErrors.Invalid("What a subscription is to can't be modified.");
        var given = ReadTrigger(root, old with { Period = null, IsOnChange = false }, Modify);
        if ((given.Period is not null && old.Period is null) || (given.IsOnChange && !old.IsOnChange))
            throw SubscriptionErrors.Invalid("Whether a subscription is periodic or on change can't be modified.");
        var stop = TimeOf(SubscriptionTarget.Stream.Child(root, "stop-time"));
        if (stop <= now) throw SubscriptionErrors.Invalid("stop-time is not later than now.");
        var terms = old with
        {
            StopTime = stop ?? old.StopTime,
            Period = given.Period ?? old.Period,
            Anchor = given.Period is null ? old.Anchor : given.Anchor,
            Dampening = given.IsOnChange ? given.Dampening : old.Dampening,
        };
        return await ReadFilterAsync(session, root, terms, Modify);
    }

    /// <summary>What it is to, when, and until when.</summary>
    private SubscriptionTerms ReadTarget(DataNode root)
    {
        var stream = SubscriptionTarget.Stream.Child(root, "stream");
        var datastore = SubscriptionTarget.Datastore.Child(root, "datastore");
        if (stream is null && datastore is null) throw SubscriptionErrors.Missing("stream", "A subscription is to a <stream> or a <datastore>.");
        if (stream is not null && datastore is not null) throw SubscriptionErrors.Invalid("A subscription is to a stream or a datastore, not to both.");
        var terms = new SubscriptionTerms { Stream = stream?.ValueText, Datastore = datastore is { } named ? DatastoreOf(named.ValueText) : null };
        terms = ReadTrigger(root, terms, Establish);
        CheckTrigger(terms);
        return terms with { StopTime = TimeOf(SubscriptionTarget.Stream.Child(root, "stop-time")) };
    }

    private void CheckSelection(SubscriptionTerms terms)
    {
        if (terms.IsOnChange && terms.Filter?.Reach(operations.Schema) is { Count: > 0 } reach && reach.All(p => !p.Node.IsConfig))
            throw SubscriptionErrors.OnChangeUnsupported("The filter selects state alone, of which changes aren't told.");
    }

    private async ValueTask<SubscriptionTerms> ReadFilterAsync(Session session, DataNode root, SubscriptionTerms terms, string rpc)
    {
        var refuse = new SubscriptionErrors(rpc, terms.Target).FilterUnsupported;
        var named = terms.Target.Child(root, terms.Target.FilterReference)?.ValueText is { } name ? await filters.FindAsync(session, terms.Target, name, refuse) : null;
        return ReadFilter(root, terms, rpc, (_, _) => named);
    }

    private static SubscriptionTerms ReadFilter(
        DataNode root, SubscriptionTerms terms, string rpc, Func<string, Func<string, RpcErrorException>, FilterSpecification?> find)
    {
        var errors = new SubscriptionErrors(rpc, terms.Target);
        var other = terms.Stream is null ? SubscriptionTarget.Stream : SubscriptionTarget.Datastore;
        string[] foreign = [other.FilterReference, other.SubtreeFilter, other.XPathFilter];
        if (foreign.FirstOrDefault(f => other.Child(root, f) is not null) is { } wrong) throw errors.FilterUnsupported($"{wrong} is no filter for a {terms.Target.Name}.");
        var name = terms.Target.Child(root, terms.Target.FilterReference)?.ValueText;
        var given = FilterSpecification.Read(root, terms.Target, errors.FilterUnsupported);
        if (name is null) return given is null ? terms : terms with { Specification = given, FilterName = null };
        if (given is not null) throw errors.FilterUnsupported("A subscription has one filter: by name, or within the subscription.");
        return find(name, errors.FilterUnsupported) is { } found
            ? terms with { Specification = found, FilterName = name } : throw errors.FilterUnsupported($"There is no {terms.Target.FilterList} '{name}' in /filters.");
    }

    private static SubscriptionTerms ReadTrigger(DataNode root, SubscriptionTerms terms, string rpc)
    {
        var push = SubscriptionTarget.Datastore;
        if (push.Child(root, "periodic") is { } periodic)
        {
            var period = Centiseconds(push.Child(periodic, "period")) ?? throw SubscriptionErrors.Missing("period", "A periodic subscription needs a <period>.");
            if (period < LeastPeriod) throw new SubscriptionErrors(rpc, push).PeriodUnsupported("A period is 1 centisecond at least.", 1);
            terms = terms with { Period = period, Anchor = TimeOf(push.Child(periodic, "anchor-time")) };
        }

        if (push.Child(root, "on-change") is not { } onChange) return terms;
        return terms with
        {
            IsOnChange = true,
            Dampening = Centiseconds(push.Child(onChange, "dampening-period")) ?? TimeSpan.Zero,
            SyncOnStart = push.Child(onChange, "sync-on-start")?.ValueText != "false",
            Excluded = ExcludedOf(onChange),
        };
    }

    private static HashSet<string> ExcludedOf(DataNode onChange)
    {
        var excluded = new HashSet<string>(StringComparer.Ordinal);
        foreach (var child in onChange.Children)
        {
            if (child.Schema.Name == "excluded-change") excluded.Add(child.ValueText);
        }

        return excluded;
    }

    private static void CheckTrigger(SubscriptionTerms terms)
    {
        if (terms.Period is not null && terms.IsOnChange) throw SubscriptionErrors.Invalid("A subscription is periodic or on change, not both.");
        var isPush = terms.Period is not null || terms.IsOnChange;
        if (terms.Datastore is not null && !isPush) throw SubscriptionErrors.Missing("periodic", "A subscription to a datastore is <periodic> or <on-change>.");
        if (terms.Stream is not null && isPush) throw SubscriptionErrors.Invalid("Only a subscription to a datastore is periodic or on change.");
        if (terms.IsOnChange && terms.Datastore is not (Datastore.Running or Datastore.Intended or Datastore.Operational))
            throw SubscriptionErrors.OnChangeUnsupported("Changes are told of running, intended and operational.");
    }

    private static void CheckTimes(SubscriptionTerms terms, DateTimeOffset now)
    {
        if (terms.ReplayStart is not null && terms.Stream is null) throw SubscriptionErrors.Invalid("Only a stream has a replay.");
        if (terms.ReplayStart > now) throw SubscriptionErrors.Invalid("replay-start-time is later than now.");
        if (terms.StopTime <= (terms.ReplayStart ?? now))
            throw SubscriptionErrors.Invalid($"stop-time is not later than {(terms.ReplayStart is null ? "now" : "replay-start-time")}.");
    }

    private Datastore DatastoreOf(string identity)
    {
        foreach (var datastore in operations.Datastores.All)
        {
            if (DatastoreNames.IdentityOf(datastore) == identity) return datastore;
        }

        throw SubscriptionErrors.NotSubscribable(identity);
    }

    private static DateTimeOffset? TimeOf(DataNode? leaf) =>
        leaf is { } node ? DateTimeOffset.Parse(node.ValueText, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private static TimeSpan? Centiseconds(DataNode? leaf) => leaf is { } node ? TimeSpan.FromMilliseconds(10.0 * uint.Parse(node.ValueText, CultureInfo.InvariantCulture)) : null;
}
