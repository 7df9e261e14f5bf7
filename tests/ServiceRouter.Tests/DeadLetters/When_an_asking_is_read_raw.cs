using System.Text;
using System.Text.Json;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.DeadLetters;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.Tests.DeadLetters;

/// <summary>Its citizen holds a receipt: whatever can be read of it is kept, and the rest becomes what every request may have.</summary>
public sealed class When_an_asking_is_read_raw
{
    private static readonly DateTimeOffset Now = new(2027, 3, 9, 9, 0, 0, TimeSpan.Zero);
    private static readonly string Receipt = NewReceipt();

    private static readonly HandoffAsked Asked = new(
        Guid.Parse("11110000-0000-0000-0000-000000000001"), Receipt, Now.AddMinutes(-5), Guid.Parse("22220000-0000-0000-0000-000000000001"), new string('a', 64),
        "phone", "ar", RefusesAssistant: true, Receipt, "caf", "caf", nameof(HandoffRank.Distress), "citizen", "0199001234", Now.AddHours(2), Now.AddMinutes(-6), "Suicide", "972", true,
        DateIsOurs: true, TimeMayBeBehind: true, SentAs: "0123456789abcdef0123456789abcdef");

    /// <summary>Members that no request may have as they are, and why.</summary>
    private static readonly Dictionary<string, string> Excused = new()
    {
        [nameof(HandoffAsked.SealedNumber)] = "it is opened, and is the number to call back from then on",
    };

    [Fact]
    public void What_is_whole_stays_as_it_was() => RawAsking.Of(Failed(JsonSerializer.Serialize(Asked)), NewReceipt, Open).Should().Be(Asked);

    [Fact]
    public void No_member_of_an_asking_is_forgotten()
    {
        var members = typeof(HandoffAsked).GetProperties();
        var raw = RawAsking.Of(Failed(JsonSerializer.Serialize(Asked)), NewReceipt, Open);

        foreach (var member in members.Where(member => !Excused.ContainsKey(member.Name)))
        {
            var unsaid = member.PropertyType.IsValueType ? Activator.CreateInstance(member.PropertyType) : null;
            member.GetValue(Asked).Should().NotBe(unsaid, $"{member.Name} must be said here, or nobody would notice that it is not carried");
            member.GetValue(raw).Should().Be(member.GetValue(Asked), $"a rescued asking has its {member.Name}, or it stands above why not");
        }
        Excused.Keys.Should().BeSubsetOf(members.Select(member => member.Name));
    }

    [Fact]
    public void What_no_request_may_have_is_replaced_and_the_receipt_stays()
    {
        var raw = RawAsking.Of(Failed(JsonSerializer.Serialize(Asked with
        {
            Channel = "fax", Language = "no language", Rank = "17", Reason = new string('x', 5000), Skill = "\u0000", AskedAt = Now.AddYears(3).ToOffset(TimeSpan.FromHours(2)),
            CallBackNumber = new string('9', 500), ConversationId = Guid.Empty,
        })), NewReceipt, Open);

        raw.Should().Be(Asked with
        {
            Channel = "web", Language = "fr", Rank = nameof(HandoffRank.Ordinary), Reason = "demande_humain", Skill = "general", AskedAt = Now, CallBackNumber = null, CallBackAt = null, ConversationId = Asked.HandoffId,
        });
    }

    [Fact]
    public void A_closed_number_is_opened_for_its_own_asking()
    {
        var closed = JsonSerializer.Serialize(Asked with { CallBackNumber = null, SealedNumber = Closed });

        RawAsking.Of(Failed(closed), NewReceipt, Open).Should().Be(Asked);
        RawAsking.Of(Failed(closed) with { FailedBy = FailedBy.Journal }, NewReceipt, Open).Should().Be(Asked);
    }

    [Fact]
    public void Whoever_cannot_be_called_waits_in_the_queue_instead_of_being_promised_a_call()
    {
        var closed = JsonSerializer.Serialize(Asked with { CallBackNumber = null, SealedNumber = "cut" });

        RawAsking.Of(Failed(closed), NewReceipt, Open).Should().Be(Asked with { CallBackNumber = null, CallBackAt = null });
    }

    [Fact]
    public void Times_become_those_of_the_rows()
    {
        var raw = RawAsking.Of(Failed(JsonSerializer.Serialize(Asked with { AskedAt = Asked.AskedAt.ToOffset(TimeSpan.FromHours(4)), CallBackAt = Asked.CallBackAt!.Value.ToOffset(TimeSpan.FromHours(-10)) })), NewReceipt, Open);

        (raw.AskedAt.Offset, raw.CallBackAt!.Value.Offset).Should().Be((TimeSpan.Zero, TimeSpan.Zero));
        raw.Should().Be(Asked);
    }

    [Fact]
    public void A_text_cut_anywhere_keeps_what_stands_before_the_cut()
    {
        var text = JsonSerializer.Serialize(Asked);
        for (var length = text.IndexOf("\"AskedAt\"", StringComparison.Ordinal); length < text.Length; length += 7)
        {
            var raw = RawAsking.Of(Failed("\u001eSR1 00000200 " + text[..length]), NewReceipt, Open);
            (raw.HandoffId, raw.Receipt).Should().Be((Asked.HandoffId, Receipt));
        }
    }

    [Fact]
    public void Of_damaged_bytes_of_a_disk_nothing_is_taken_that_opens_a_conversation_or_calls_somebody()
    {
        var other = JsonSerializer.Serialize(Asked with { HandoffId = Guid.Parse("33330000-0000-0000-0000-000000000001"), ConversationId = Guid.Parse("44440000-0000-0000-0000-000000000001"), ShownReceipt = Receipt });
        var first = JsonSerializer.Serialize(Asked);
        var merged = "\u001eSR1 00000200 " + first[..first.IndexOf("\"ConversationId\"", StringComparison.Ordinal)] + other[other.IndexOf("\"ConversationId\"", StringComparison.Ordinal)..];

        var raw = RawAsking.Of(Failed(merged) with { FailedBy = FailedBy.Journal }, NewReceipt, Open);

        raw.Should().Be(Asked with { ConversationId = Asked.HandoffId, KeyHash = null, ShownReceipt = null, Channel = "web", CallBackNumber = null, CallBackAt = null, ShownAt = null, Territory = null, DateIsOurs = null, SentAs = null });
    }

    [Fact]
    public void A_whole_record_of_a_disk_stays_as_it_was() => RawAsking.Of(Failed(JsonSerializer.Serialize(Asked)) with { FailedBy = FailedBy.Journal }, NewReceipt, Open).Should().Be(Asked);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nothing at all")]
    [InlineData("{}")]
    [InlineData("{\"HandoffId\":null,\"Receipt\":\"AAAA\"}")]
    public void With_nothing_to_read_it_is_a_request_all_the_same_and_one_only(string? text)
    {
        var (raw, again) = (RawAsking.Bare(Failed(text), NewReceipt), RawAsking.Bare(Failed(text), NewReceipt));

        ReceiptCode.Parse(raw.Receipt).Should().NotBeNull();
        raw.HandoffId.Should().Be(again.HandoffId, "taken again it is found by its identity");
        raw.ConversationId.Should().Be(raw.HandoffId, "it is nobody else's conversation");
    }

    [Fact]
    public void The_barest_keeps_identity_receipt_and_time_and_nothing_else()
    {
        var bare = RawAsking.Bare(Failed(JsonSerializer.Serialize(Asked)), NewReceipt);

        (bare.HandoffId, bare.Receipt, bare.AskedAt).Should().Be((Asked.HandoffId, Asked.Receipt, Asked.AskedAt));
        bare.Should().Match<HandoffAsked>(b => b.KeyHash == null && b.CallBackNumber == null && b.CallBackAt == null && b.Language == "fr" && b.ConversationId == b.HandoffId);
    }

    private const string Closed = "Y2xvc2Vk";

    private static string? Open(string closed, Guid handoffId) => (closed, handoffId) == (Closed, Asked.HandoffId) ? Asked.CallBackNumber : null;

    private static string NewReceipt() => ReceiptCode.New(_ => 0);

    private static FailedMessage Failed(string? body) =>
        new(body is null ? Guid.Empty : ReadFailedMessage.IdOf(Encoding.UTF8.GetBytes(body)), FailedBy.Consumer, "sr-asked-handoffs", null, null, body, null, Now);
}
