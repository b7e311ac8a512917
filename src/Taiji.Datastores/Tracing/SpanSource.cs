using System.Diagnostics;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Tracing;

/// <summary>How much somebody who follows spans wants to know; a span of one detail is told to those who ask for it or more.</summary>
public enum SpanDetail
{
    /// <summary>The steps of a commit, validation or action.</summary>
    Normal,

    /// <summary>Each participant too.</summary>
    Verbose,

    /// <summary>What is done within a step too.</summary>
    VeryVerbose,

    /// <summary>Waiting too.</summary>
    Debug,
}

/// <summary>
/// The spans of an engine's work (W3C Trace Context): an <see cref="ActivitySource"/> called <see cref="Name"/>, which OpenTelemetry can collect, and which costs next to nothing
/// while nobody listens. Each engine has its own, so that its spans can be told from another's.
/// </summary>
public sealed class SpanSource : IDisposable
{
    /// <summary>The source's name.</summary>
    public const string Name = "Taiji.Datastores";

    private const string SessionProperty = "taiji.session", DetailProperty = "taiji.detail", ParentProperty = "taiji.parent";

    private readonly ActivitySource _source = new(Name);

    /// <summary>Whether somebody listens.</summary>
    public bool IsHeard => _source.HasListeners();

    /// <summary>Begins a span within the one that is under way.</summary>
    /// <param name="message">What is done.</param>
    /// <param name="detail">To whom it is told.</param>
    /// <param name="session">On whose behalf; null for that of the span around it.</param>
    /// <param name="parent">The span that it is part of, when it isn't the one under way; null when it is.</param>
    /// <returns>Dispose it at its end. One that is not told to have succeeded has failed.</returns>
    public Span Begin(string message, SpanDetail detail = SpanDetail.Normal, Session? session = null, Activity? parent = null)
    {
        if (!_source.HasListeners()) return default;
        return Start(message, detail, session, parent, parent?.Context ?? default);
    }

    /// <summary>Begins a span that is part of a trace from elsewhere, or of none.</summary>
    /// <param name="message">What is done.</param>
    /// <param name="session">On whose behalf.</param>
    /// <param name="context">The caller's span; default for none: a trace begins.</param>
    /// <param name="properties">What whoever listens is to find with it, and with the spans within it (<see cref="Find"/>).</param>
    public Span BeginTrace(string message, Session session, ActivityContext context, params IReadOnlyList<(string Name, object Value)> properties)
    {
        if (!_source.HasListeners()) return default;
        // A request that is under way has an activity of its own, which is not the caller's.
        if (context == default) Activity.Current = null;
        var span = _source.CreateActivity(message, ActivityKind.Server, context);
        if (span is null) return default;
        foreach (var (name, value) in properties) span.SetCustomProperty(name, value);
        return Start(span, SpanDetail.Normal, session, null);
    }

    /// <summary>Hears of spans; dispose what comes back to hear no more.</summary>
    /// <param name="begun">Hears of a beginning.</param>
    /// <param name="ended">Hears of an end.</param>
    public IDisposable Listen(Action<Activity> begun, Action<Activity> ended)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, _source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = begun,
            ActivityStopped = ended,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>To whom a span is told.</summary>
    /// <param name="span">The span.</param>
    public static SpanDetail DetailOf(Activity span) => span?.GetCustomProperty(DetailProperty) as SpanDetail? ?? SpanDetail.Normal;

    /// <summary>On whose behalf a span is; null for the server itself.</summary>
    /// <param name="span">The span.</param>
    public static Session? SessionOf(Activity span) => Find(span, SessionProperty) as Session;

    /// <summary>What a span, or one around it, was given under a name; null for nothing.</summary>
    /// <param name="span">The span.</param>
    /// <param name="name">The name.</param>
    public static object? Find(Activity span, string name)
    {
        for (var around = span; around is not null; around = around.GetCustomProperty(ParentProperty) as Activity ?? around.Parent)
        {
            if (around.GetCustomProperty(name) is { } found) return found;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private Span Start(string message, SpanDetail detail, Session? session, Activity? parent, ActivityContext context) =>
        _source.CreateActivity(message, ActivityKind.Internal, context) is { } span ? Start(span, detail, session, parent) : default;

    private static Span Start(Activity span, SpanDetail detail, Session? session, Activity? parent)
    {
        if (detail != SpanDetail.Normal) span.SetCustomProperty(DetailProperty, detail);
        if (session is not null) span.SetCustomProperty(SessionProperty, session);
        if (parent is not null) span.SetCustomProperty(ParentProperty, parent);
        return new Span(span.Start());
    }
}

/// <summary>A span under way, or nothing when nobody listens.</summary>
/// <param name="Activity">The activity; null when nobody listens.</param>
public readonly record struct Span(Activity? Activity) : IDisposable
{
    /// <summary>Adds an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, object? value) => Activity?.SetTag(name, value);

    /// <summary>It has gone well.</summary>
    public void Succeed() => Activity?.SetStatus(ActivityStatusCode.Ok);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Activity is null) return;
        if (Activity.Status == ActivityStatusCode.Unset) Activity.SetStatus(ActivityStatusCode.Error);
        Activity.Dispose();
    }
}
