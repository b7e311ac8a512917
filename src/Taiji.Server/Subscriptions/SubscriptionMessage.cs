using Taiji.Datastores.Events;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions;

/// <summary>What a subscription sends: a notification message, whichever encoding it gets.</summary>
/// <param name="Id">The subscription's number.</param>
/// <param name="Time">The event time.</param>
internal abstract record SubscriptionMessage(uint Id, DateTimeOffset Time);

/// <summary>An event record of a stream (RFC 8639 §2.6).</summary>
/// <param name="Id">The subscription's number, which is no part of the message.</param>
/// <param name="Record">What is selected of the event record. One that is sent whole is the same object for all subscriptions.</param>
internal sealed record EventMessage(uint Id, NotificationRecord Record) : SubscriptionMessage(Id, Record.EventTime);

/// <summary>A change of the subscription's own state (RFC 8639 §2.7).</summary>
/// <param name="Id">The subscription's number.</param>
/// <param name="Time">The event time.</param>
/// <param name="Name">The notification's name in ietf-subscribed-notifications.</param>
/// <param name="Content">Its content, rooted at the notification; null when the schema has no such notification, which then has nothing but the number.</param>
internal sealed record StateChangeMessage(uint Id, DateTimeOffset Time, string Name, DataTree? Content) : SubscriptionMessage(Id, Time);

/// <summary>All that is selected of a datastore: <c>push-update</c> (RFC 8641 §4.3.2).</summary>
/// <param name="Id">The subscription's number.</param>
/// <param name="Time">The event time.</param>
/// <param name="Contents">What is selected, and may be read.</param>
internal sealed record PushUpdateMessage(uint Id, DateTimeOffset Time, DataTree Contents) : SubscriptionMessage(Id, Time);

/// <summary>What has changed of what is selected: <c>push-change-update</c> (RFC 8641 §4.3.2).</summary>
/// <param name="Id">The subscription's number.</param>
/// <param name="Time">The event time.</param>
/// <param name="PatchId">The number of the YANG Patch: 0 and up in each subscription.</param>
/// <param name="Edits">The edits.</param>
internal sealed record PushChangeMessage(uint Id, DateTimeOffset Time, long PatchId, IReadOnlyList<PushEdit> Edits) : SubscriptionMessage(Id, Time);
