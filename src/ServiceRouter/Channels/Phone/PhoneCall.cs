using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Channels.Phone;

/// <summary>One call of a citizen: the line over which a conversation is talked. A conversation outlives its calls: who was cut off calls again.</summary>
public sealed class PhoneCall
{
    /// <summary>The provider's id of the call, the same in every webhook of it.</summary>
    public required string Id { get; init; }

    public Guid ConversationId { get; set; }

    /// <summary>The caller's number; null when it is hidden, and once the words are erased.</summary>
    public string? Number { get; set; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The newest turn that was heard: an older one that comes late changes nothing.</summary>
    public int LastTurn { get; private set; }

    /// <summary>The caller asked for slower speech.</summary>
    public bool SpeaksSlowly { get; private set; }

    /// <summary>The turn that changed the speed: sent again, it does not change it back.</summary>
    public int SpeedTurn { get; private set; }

    /// <summary>What the line itself has asked, outside of the conversation.</summary>
    public LineQuestion Question { get; private set; }

    /// <summary>The turn whose answer asked it: the next turn answers it, the same turn sent again hears it again.</summary>
    public int QuestionTurn { get; private set; }

    /// <summary>Words that were heard badly, the page of a list, or the moment of a call-back; erased with the words.</summary>
    public string? QuestionAbout { get; private set; }

    /// <summary>Open request of an earlier call from this number that the caller may go on with; of a call that we made, the request that it is for.</summary>
    public Guid? EarlierConversationId { get; set; }

    /// <summary>When the receipt was sent to the caller by SMS; null: not yet, or it did not leave.</summary>
    public DateTimeOffset? ReceiptSentAt { get; private set; }

    /// <summary>The place in the queue that was said last, or what was said in the place of one (<see cref="ToldInstead"/>), and when: it is said again when it gets better, or after a minute.</summary>
    public int? ToldPlace { get; private set; }
    public DateTimeOffset? ToldPlaceAt { get; private set; }

    /// <summary>Compare-and-set token.</summary>
    public int Version { get; private set; }

    /// <summary>Notes the turn. False when a later one was heard before.</summary>
    public bool Hears(int turn)
    {
        if (turn < LastTurn) return false;
        if (turn > LastTurn) (LastTurn, Version) = (turn, Version + 1);
        return true;
    }

    public void Ask(LineQuestion question, int turn, string? about = null) => (Question, QuestionTurn, QuestionAbout, Version) = (question, turn, about, Version + 1);

    /// <summary>A moment was understood, and is to be agreed to. It belongs to the wait, not to a turn of the dialogue.</summary>
    public void AskMoment(DateTimeOffset at) => (Question, QuestionAbout, Version) = (LineQuestion.ThatMoment, at.ToString("O", CultureInfo.InvariantCulture), Version + 1);

    /// <summary>The moment that was asked about; null when none was.</summary>
    public DateTimeOffset? AskedMoment => Question == LineQuestion.ThatMoment && QuestionAbout is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : null;

    /// <summary>The caller was told that nobody is there before the next opening, and waits on the line all the same.</summary>
    public void WaitsForOpening() => (Question, QuestionAbout, Version) = (LineQuestion.Stays, null, Version + 1);

    /// <summary>The question that this turn answers.</summary>
    public LineQuestion AnsweredBy(int turn) => QuestionTurn == turn - 1 ? Question : LineQuestion.None;

    /// <summary>The question that the answer to this turn asked, when the turn was heard before.</summary>
    public LineQuestion AskedAt(int turn) => QuestionTurn == turn && turn > 0 ? Question : LineQuestion.None;

    /// <summary>Nothing was answered yet to the offer to go on with the open request of an earlier call.</summary>
    public bool MayGoOn() => EarlierConversationId is not null && Question == LineQuestion.GoOn && QuestionTurn == LastTurn;

    public void ChangeSpeed(int turn)
    {
        if (SpeedTurn == turn) return;
        (SpeaksSlowly, SpeedTurn, Version) = (!SpeaksSlowly, turn, Version + 1);
    }

    /// <summary>
    /// The call goes on with the request of an earlier one, or is one that we made, and all that is known of whoever is there is the number, which is easily forged and mistyped: the
    /// receipt, which opens what was said, is not told on it (docs/adr/0051).
    /// </summary>
    public bool IsKnownByNumberAlone => ConversationId == EarlierConversationId;

    /// <summary>We made the call, and nothing says yet that a person is on it: a mailbox takes a call like one. <see cref="Platform.Storage.LiveCalls"/> asks the same of the database.</summary>
    public bool IsUnheardRing => IsKnownByNumberAlone && LastTurn == 0 && Question == LineQuestion.None;

    /// <summary>A person is on a call that we made: a key was pressed, or a counsellor has talked with them and handed them on. No other turn is heard on such a call.</summary>
    public void HasSomebody() => Hears(1);

    public void GoOnWith(Guid conversationId) => (ConversationId, Version) = (conversationId, Version + 1);

    /// <summary>Somebody else goes on with what was offered.</summary>
    public void LeaveEarlier() => (EarlierConversationId, Version) = (null, Version + 1);

    public void TellPlace(int place, DateTimeOffset now) => (ToldPlace, ToldPlaceAt, Version) = (place, now, Version + 1);

    /// <summary>The receipt is about to be sent. False when the same press has sent it.</summary>
    public bool SendsReceipt(DateTimeOffset now, TimeSpan samePress)
    {
        if (now - ReceiptSentAt < samePress) return false;
        (ReceiptSentAt, Version) = (now, Version + 1);
        return true;
    }

    /// <summary>It was said that the receipt leaves, and it may not have: the next round of the wait says so, and the place with it. Not where a counsellor comes by now.</summary>
    public void ReceiptWasNotSent() => (ReceiptSentAt, ToldPlace, Version) = (null, ToldPlace is null or > 0 ? ToldInstead.ReceiptNotSent : ToldPlace, Version + 1);

    public void End(DateTimeOffset now) => (EndedAt, Version) = (EndedAt ?? now, Version + 1);

    /// <summary>Retention: who called and what was said goes, that there was a call stays.</summary>
    public void ForgetWords() => (Number, QuestionAbout, Version) = (null, null, Version + 1);

    /// <summary>
    /// The conversation that a call opens. It follows from the call's id alone, so that a request for a human can be made while nothing can
    /// be looked up, and comes to the same conversation afterwards.
    /// </summary>
    public static Guid ConversationOf(string callId) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"call {callId}")).AsSpan(0, 16));
}

/// <summary>What <see cref="PhoneCall.ToldPlace"/> holds where no place was said. Stored: no value may change.</summary>
internal static class ToldInstead
{
    /// <summary>A counsellor comes.</summary>
    public const int Comes = 0;

    /// <summary>Nobody is there before the next opening.</summary>
    public const int NobodyThere = -1;

    /// <summary>Nothing: the caller is there, and a counsellor has the request on no line.</summary>
    public const int Kept = -2;

    /// <summary>The receipt, of which it was said that it leaves, has not left (<see cref="PhoneCall.ReceiptWasNotSent"/>).</summary>
    public const int ReceiptNotSent = -3;
}

/// <summary>Questions that the line asks by itself. Stored by name.</summary>
public enum LineQuestion
{
    None,
    /// <summary>A request of an earlier call is open: go on with it?</summary>
    GoOn,
    /// <summary>A sentence was heard badly: is that what was said?</summary>
    DidYouSay,
    /// <summary>Which procedure, from a list read in threes.</summary>
    Which,
    /// <summary>Is that when to call back?</summary>
    ThatMoment,
    /// <summary>Nothing more: whether to wait while nobody is there was asked, and answered with yes.</summary>
    Stays,
}

internal sealed class PhoneCallMap : IEntityTypeConfiguration<PhoneCall>
{
    public void Configure(EntityTypeBuilder<PhoneCall> builder)
    {
        builder.ToTable("phone_calls");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).HasMaxLength(64);
        builder.Property(c => c.Number).HasMaxLength(64);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.AskedMoment);
        builder.Ignore(c => c.IsKnownByNumberAlone);
        builder.Ignore(c => c.IsUnheardRing);
        builder.HasIndex(c => c.ConversationId);
        builder.HasIndex(c => c.Number);
    }
}
