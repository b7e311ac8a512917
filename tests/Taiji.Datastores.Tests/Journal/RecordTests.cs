using Taiji.Datastores.Journal;

namespace Taiji.Datastores.Tests.Journal;

public sealed class RecordTests
{
    [Fact]
    public void A_commit_comes_back_as_it_was()
    {
        var commit = new CommitRecord
        {
            Sequence = 7, Time = DateTimeOffset.UtcNow, User = "alice", Transport = "netconf-ssh", Comment = "", Settled = 5, Diff = new byte[] { 1, 2, 3 },
        };
        var back = CommitRecord.From(commit.ToRecord());
        back.Diff.ToArray().ShouldBe([1, 2, 3]);
        (back with { Diff = commit.Diff }).ShouldBe(commit);
    }

    [Fact]
    public void What_a_commit_does_not_say_stays_unsaid()
    {
        var back = CommitRecord.From(new CommitRecord { Sequence = 1, Time = DateTimeOffset.UnixEpoch }.ToRecord());
        (back.User, back.Transport, back.Comment).ShouldBe((null, null, null));
    }

    [Fact]
    public void Fields_of_any_length_come_back_in_order()
    {
        var long1 = new byte[70_000];
        var payload = new RecordFields(1).Add(3, long1).Add(200, "ü").Add(4, -5L).Add(5, DateTimeOffset.MaxValue).Written;
        var fields = new RecordFieldReader(Record(payload));
        fields.Next().ShouldBeTrue();
        (fields.Tag, fields.Bytes.Length).ShouldBe((3, long1.Length));
        fields.Next().ShouldBeTrue();
        (fields.Tag, fields.Text).ShouldBe((200, "ü"));
        fields.Next().ShouldBeTrue();
        fields.Number.ShouldBe(-5);
        fields.Next().ShouldBeTrue();
        fields.Time.ShouldBe(DateTimeOffset.MaxValue);
        fields.Next().ShouldBeFalse();
    }

    [Fact]
    public void A_field_that_must_not_be_overlooked_stops_who_does_not_know_it()
    {
        var grown = new RecordFields().Add(63, 1).Written;
        Should.Throw<JournalException>(() => CommitRecord.From(Record(grown))).Message.ShouldContain("field 63");
        CommitRecord.From(Record(new RecordFields().Add(99, "more").Written)).Diff.Length.ShouldBe(0);
    }

    [Fact]
    public void Every_cut_of_a_payload_inside_a_field_is_malformed_and_never_more()
    {
        var payload = new CommitRecord { Sequence = 1, Time = DateTimeOffset.UnixEpoch, User = "alice", Settled = 3, Diff = new byte[200] }.ToRecord().Payload;
        for (var cut = 1; cut < payload.Length; cut++)
        {
            try
            {
                CommitRecord.From(Record(payload[..cut]));
            }
            catch (JournalException e)
            {
                e.Message.ShouldContain("Record 1");
            }
        }
    }

    private static JournalRecord Record(ReadOnlyMemory<byte> payload) => new(1, CommitRecord.Kind, DateTimeOffset.UnixEpoch, payload);
}
